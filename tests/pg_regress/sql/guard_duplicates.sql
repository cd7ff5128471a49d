-- Duplicates at entry: a customer who is there already.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'

create table leads (id serial primary key, name text, company text, mobile text, email text, note text);
insert into leads (name, company, mobile, email) values ('张伟', '华创科技有限公司', '13812345671', 'zhangwei@huachuang.cn'), ('Mary O''Brien', 'Acme Ltd', '+44 7521 517837', 'mary@acme.co.uk');

-- Flag: at once among the table's duplicates.
select count(*) from crm_protect('leads', on_duplicate => 'flag');
select on_duplicate, active from crm_hygiene.guards;
insert into leads (name, company, mobile, email) values ('张 伟', '华创科技', '+86 138-1234-5671', null), ('李娜', '华创科技有限公司', '13912345670', 'lina@huachuang.cn');
select row_a, row_b, decision from crm_hygiene.pairs order by 1, 2;
select cluster_id, row_id, is_primary, cluster_size from crm_hygiene.duplicates order by 1, 2;
-- Two that come in together; a group that grows.
insert into leads (name, mobile) values ('王芳', '13712345679'), ('王芳', '137 1234 5679'), ('zhangwei', '13812345671');
select cluster_id, row_id from crm_hygiene.duplicates order by 1, 2;
-- A group keeps its name when the row leaves that gave it: who comes to that row makes a group of another name.
savepoint named;
update leads set name = 'Ivan Petrov', company = null, mobile = '+7 912 345-67-89', email = null where id = 1;
select count(*) from crm_dedupe('leads');
insert into leads (id, name, mobile) values (100, 'Ivan Petrov', '+7 912 345 67 89');
select cluster_id, row_id, is_primary from crm_hygiene.duplicates order by 1, 2;
rollback to named;
-- Warn.
select count(*) from crm_protect('leads', on_duplicate => 'warn');
insert into leads (name, email) values ('Mary O''Brien', 'Mary@ACME.co.uk') returning id;

-- Reject.
select count(*) from crm_protect('leads', on_duplicate => 'reject');
insert into leads (name, company, mobile) values ('张伟', '华创科技', '13812345671');
insert into leads (name, mobile) values ('赵敏', '13612345678'), ('赵敏', '136 1234 5678');
insert into leads (name, mobile) values ('赵敏', '13612345678') returning name;
do $$
declare s text; t text; k text;
begin
    insert into leads (name, mobile) values ('赵敏', '13612345678');
exception when unique_violation then
    get stacked diagnostics s = schema_name, t = table_name, k = constraint_name;
    raise warning '% % %', s, t, k;
end $$;
-- Placeholders make no duplicates; nor does a name alone.
insert into leads (name, mobile) values ('无', '13800138000'), ('测试', '13800138000'), ('王伟', null), ('王伟', '无');
-- An update is looked at where it changes who the row is.
update leads set note = 'called' where mobile like '%13612345678';
insert into leads (name, mobile) values ('钱多多', '13512345677');
update leads set name = '赵敏', mobile = '13612345678' where name = '钱多多';
-- Who is gone is no duplicate; nor who has become somebody else.
delete from leads where name = '赵敏';
insert into leads (name, mobile) values ('赵敏', '13612345678');
update leads set name = '孙立人', mobile = '13512345670' where name = '赵敏';
insert into leads (name, mobile) values ('赵敏', '13612345678') returning name;
copy leads (name, mobile) from stdin;
赵敏	13612345678
\.
insert into leads (id, name, mobile) values (1, '张伟', '13812345671') on conflict (id) do nothing;
-- Past the guard; what came in meanwhile is found by a run.
set crm_hygiene.guard = off;
insert into leads (name, mobile) values ('赵敏', '13612345678') returning name;
delete from leads where name = '赵敏';
reset crm_hygiene.guard;
insert into leads (name, mobile) values ('赵敏', '13612345678') returning name;
truncate leads restart identity;
insert into leads (name, mobile) values ('赵敏', '13612345678') returning id, name;

-- Who writes needs no rights of the extension's.
create role writer;
grant select, insert on leads to writer;
grant usage on sequence leads_id_seq to writer;
set role writer;
insert into leads (name, mobile) values ('赵敏', '13612345678');
insert into leads (name, mobile) values ('周强', '13412345678') returning name;
reset role;
select crm_unprotect('leads');
insert into leads (name, mobile) values ('赵敏', '13612345678') returning name;
select (select count(*) from crm_hygiene.entry) + (select count(*) from crm_hygiene.entry_key) + (select count(*) from crm_hygiene.claim) as left_over;

-- Unique under normalisation.
create table members (id int primary key, card text, mobile text, status text);
insert into members values (1, 'A1', '13812345671', 'active'), (2, 'A1', '138 1234 5671', 'left'), (3, 'A3', '13812345673', 'active');
select crm_add_check('members', 'one number', 'unique', '{mobile}', '{"when": {"status": {"not": "left"}}}');
select count(*) from crm_protect('members', 'reject');
insert into members values (4, 'A4', '+86 138-1234-5671', 'active');
insert into members values (4, 'A4', '+86 138-1234-5671', 'left');
insert into members values (5, 'A5', '13812345675', 'active'), (6, 'A6', '138 1234 5675', 'active');
insert into members values (5, 'A5', null, 'active'), (6, 'A6', '', 'active');
update members set status = 'active' where id = 4;
update members set status = 'left' where id = 1;
update members set status = 'active' where id = 4;
-- An exchange of values in one statement is no breach.
update members set mobile = case id when 3 then '13812345671' else '13812345673' end where id in (3, 4);
delete from members where id = 3;
insert into members values (7, 'A7', '13812345671', 'active');
select count(*) from crm_protect('members', 'flag');
insert into members values (8, 'A8', '138 1234 5671', 'active');
select row_id, column_name, check_name, code from crm_hygiene.flags where relation = 'members'::regclass order by row_id, code;
select row_id, check_name from crm_check('members') where code = 'not_unique' order by row_id;

select crm_protect('members', on_duplicate => 'fix');
select crm_protect('members', on_duplicate => null);
-- What is standardised, and put back, is found as before.
create table patients (id int primary key, name text, mobile text);
insert into patients values (1, '张伟', '138 1234 5671');
select count(*) from crm_protect('patients', on_duplicate => 'warn');
select changed from crm_standardize('patients', apply => true) where column_name = 'mobile';
insert into patients values (2, '张伟', '13812345671');
delete from patients where id = 2;
select rows, restored from crm_undo((select max(run_id) from crm_hygiene.standardizations));
select mobile from patients;
insert into patients values (3, '张伟', '13812345671');
-- Rows that come back under names that are known, as those of a dump of nothing but data.
create table returned (id int primary key, name text, mobile text);
select count(*) from crm_protect('returned', on_duplicate => 'flag');
insert into returned values (1, '张伟', '13812345671'), (2, '张伟', '138 1234 5671'), (3, '李娜', '13912345670');
set session_replication_role = replica;
delete from returned;
reset session_replication_role;
insert into returned values (1, '张伟', '13812345671'), (2, '张伟', '138 1234 5671'), (3, '王芳', '13712345679'), (4, '李娜', '13912345670');
select row_a, row_b from crm_hygiene.pair where relation = 'returned'::regclass;
select row_id from crm_hygiene.entry join crm_hygiene.lookup using (lookup_id) where relation = 'returned'::regclass order by 1;

-- Each of many rows gets the name of another, in more than one batch.
set crm_hygiene.memory = '16MB';
create table moved (id int, name text, mobile text, primary key (id) deferrable);
insert into moved select n, 'Ann Lee' || n, n from generate_series(1, 10) n;
select count(*) from crm_protect('moved', on_duplicate => 'flag');
insert into moved select n, 'Ann Lee' || n, '1' from generate_series(11, 12000) n;
create function pg_temp.known() returns table (lost bigint, ghosts bigint, keys_lost bigint, ghost_keys bigint, flags bigint) language sql as $$
    with own as (select e.* from crm_hygiene.entry e join crm_hygiene.lookup l using (lookup_id) where l.relation = 'moved'::regclass),
    has as (select lookup_id, key, row_id from own, unnest(crm_hygiene.record_keys(record)) key),
    stored as (select k.* from crm_hygiene.entry_key k join crm_hygiene.lookup l using (lookup_id) where l.relation = 'moved'::regclass)
    select (select count(*) from moved m where not exists (select from own where row_id = m.id::text)),
           (select count(*) from own where not exists (select from moved m where m.id::text = row_id)),
           (select count(*) from (table has except table stored) h), (select count(*) from (table stored except table has) s),
           (select count(*) from crm_hygiene.flag where relation = 'moved'::regclass)
$$;
select * from pg_temp.known();
update moved set id = id + 1;
select * from pg_temp.known();
rollback;
