-- Rows that are already there: preview, change, way back.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'

create table leads (id int primary key, name text, mobile varchar(16), email text, note text, ref text);
insert into leads values (1, 'O''BRIEN, MARY-ANN', '138 1234 5671', ' Bob@QQ.COM ', '  x  y ', 'a'), (2, '张伟', '12', 'nobody', null, null), (3, '  ', '', null, '', ''),
    (4, '无', '+8613812345674', 'li@qq.com', null, null), (5, '📱', '010-88888888-801', repeat('长', 100000), null, null);
-- The preview changes nothing.
select * from crm_standardize('leads');
select samples from crm_standardize('leads', '{email,mobile}', reveal => true);
select count(*) from crm_hygiene.standardizations;
-- The change; what does not fit its column stays.
select column_name, changed, not_normalisable, run_id is not null as ran from crm_standardize('leads', apply => true);
select id, name, mobile, left(email, 10) as email, note from leads order by id;
select relation, row_count, elapsed is not null as done from crm_hygiene.standardizations;
select row_id, column_name, old_value, new_value from crm_hygiene.change order by row_id, column_name;
-- A second run finds nothing to do.
select sum(changed) from crm_standardize('leads', apply => true);
-- The way back, for what has not been changed since; past the guard that would clean it again.
update leads set mobile = '+8613900000000' where id = 1;
select count(*) from crm_protect('leads');
select relation, rows, restored, kept from crm_undo((select min(run_id) from crm_hygiene.standardizations));
select id, name, mobile, left(email, 12) as email from leads where id = 1;
select rows, restored, kept from crm_undo((select min(run_id) from crm_hygiene.standardizations));
insert into leads (id, mobile) values (6, '138 1234 5676') returning mobile;
select crm_unprotect('leads');

-- Partitions, hostile names, one column asked for that is left alone otherwise.
create table "p ""x" (id int, "a""b" text, tag text, part text, primary key (id, part)) partition by list (part);
create table p1 partition of "p ""x" for values in ('1');
create table p2 (part text not null, tag text, "a""b" text, id int not null, primary key (id, part));
alter table "p ""x" attach partition p2 for values in ('2');
insert into "p ""x" values (1, '138 1234 5671', ' ａ  b ', '1'), (2, '138 1234 5672', 'c', '2');
select column_name, kind from crm_register('"p ""x"', '{"a\"b": "phone"}') where kind = 'phone';
select column_name, changed, samples from crm_standardize('"p ""x"', '{"a\"b",tag}', true, true);
select * from "p ""x" order by id;
select rows, restored, kept from crm_undo((select max(run_id) from crm_hygiene.standardizations));
select * from "p ""x" order by id;
select sum(changed) from crm_standardize('"p ""x"');

-- What can't be.
select * from crm_standardize('leads', '{fax}');
select * from crm_standardize('leads', '{id}');
select * from crm_standardize('leads', '{null}');
select * from crm_standardize('leads', '{}');
select * from crm_standardize('leads', apply => null);
select * from crm_standardize(null);
select * from crm_undo(null);
select * from crm_undo(-1);
create view seen as select * from leads;
select count(*) from crm_register('seen', key => '{id}');
select column_name, changed from crm_standardize('seen', '{name}');
select * from crm_standardize('seen', '{name}', true);
create table empty_table (id int primary key, mobile text);
select column_name, changed, not_normalisable, samples from crm_standardize('empty_table', apply => true);

-- The log holds values: it shows them to who may read them in the table.
create role reader;
select crm_grant('reader', 'operate');
set role reader;
select count(*) from crm_hygiene.change;
select * from crm_standardize('leads');
reset role;
grant select on leads to reader;
set role reader;
select count(*) > 0 as some from crm_hygiene.change;
select * from crm_standardize('leads', '{name}', true);
reset role;
rollback;
