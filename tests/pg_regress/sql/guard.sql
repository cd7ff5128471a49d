-- The guard at a table's door: what becomes of rows as they come in.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'
set timezone = 'Asia/Shanghai';

create table leads (id int generated always as identity primary key, name text, mobile varchar(20), mobile_raw text, email text, status text, birth date, short varchar(11), note text);
select count(*) from crm_register('leads', '{"short": "phone", "mobile_raw": null, "status": "category", "note": null}');
select crm_add_check('leads', 'known status', 'allowed', '{status}', '{"values": ["new", "won", "lost"]}');
select crm_add_check('leads', 'born before today', 'compare', '{birth}', '{"operator": "<", "now": true}');

-- Fix: what can be is normalised, what can't be stays and is flagged.
select * from crm_protect('leads', columns => '{"mobile": {"raw": "mobile_raw"}}');
insert into leads (name, mobile, email, status, birth, short, note) values
    ('O''BRIEN,  MARY-ANN', '138 1234 5671', ' Bob@QQ.COM ', 'new', '1990-01-01', '13812345671', '  as it   came '),
    ('张伟', '12', 'bob.qq.com', 'neww', '2999-01-01', '138', ''),
    ('无', '', ' ', null, null, null, null),
    (null, '📱', 'مرحبا', '１', null, '１３８', repeat('长', 10000))
returning id, name, mobile, mobile_raw, email, short, left(note, 15) as note;
select row_id, column_name, check_name, code, severity from crm_hygiene.flags where relation = 'leads'::regclass order by row_id, column_name, code;

-- An update looks at what it changes. Flags follow the row.
update leads set note = 'called';
select id, mobile, mobile_raw from leads order by id;
select count(*) from crm_hygiene.flags where relation = 'leads'::regclass;
update leads set mobile = '139-1234-5678', email = 'li@qq.com', status = 'won', birth = '1990-01-01', short = null where id = 2 returning mobile, mobile_raw;
update leads set mobile = '+8613912345679' where id = 2 returning mobile, mobile_raw;
select row_id, count(*) from crm_hygiene.flags where relation = 'leads'::regclass group by 1 order by 1;
delete from leads where id = 4;
select row_id, count(*) from crm_hygiene.flags where relation = 'leads'::regclass group by 1 order by 1;

-- Reject: one error for all that is wrong, with the fields that a program reads; warnings of a kind are only flagged.
select * from crm_protect('leads', 'reject', columns => '{"name": "flag", "email": "warn", "short": "off", "mobile": {"normalize": true}}', checks => '{"known status": "warn"}');
insert into leads (name, mobile, email, status, birth) values ('无', '12', 'bob.qq.com', 'neww', '2999-01-01');
do $$
declare s text; t text; c text; k text;
begin
    insert into leads (mobile, birth) values ('12', '2999-01-01');
exception when check_violation then
    get stacked diagnostics s = schema_name, t = table_name, c = column_name, k = constraint_name;
    raise warning '% % % %', s, t, c, k;
end $$;
insert into leads (name, mobile, email, status) values ('无', '138 1234 5679', 'bob.qq.com', 'neww') returning name, mobile, email;
insert into leads (mobile) values ('138 1234 5678') returning mobile;
select column_name, code, severity from crm_hygiene.flags where relation = 'leads'::regclass and row_id::int > 4 order by row_id, code;
-- A row that was bad before may still be changed elsewhere, and not made worse.
set crm_hygiene.guard = off;
insert into leads (name, mobile, email) values ('王芳', '12', 'bob.qq.com') returning mobile;
reset crm_hygiene.guard;
update leads set note = 'old' where mobile = '12' returning note;
update leads set mobile = '13' where mobile = '12';

-- The setting is a superuser's.
create role writer;
grant select, insert, update, delete, truncate on leads to writer;
set role writer;
set crm_hygiene.guard = off;
-- Who writes needs no rights of the extension's.
insert into leads (name) values ('张敏') returning name;
insert into leads (mobile) values ('13');
select * from crm_hygiene.flags;
select crm_protect('leads');
select crm_unprotect('leads');
reset role;

-- Checks that are added or dropped count at once; so does a new registration.
select crm_add_check('leads', 'named', 'required', '{birth}');
insert into leads (name) values ('  ');
select crm_drop_check('leads', 'named');
insert into leads (name) values ('  ') returning name;
-- What was said about a check goes with the check.
select crm_drop_check('leads', 'known status'), crm_add_check('leads', 'known status', 'allowed', '{status}', '{"values": ["new"]}') is null;
-- A lost column does not lock the door.
alter table leads rename status to stage;
insert into leads (name, stage) values ('赵敏', 'whatever') returning stage;
alter table leads drop column mobile;
insert into leads (name, stage) values ('赵敏', 'whatever') returning stage;

select relation, on_invalid, columns, checks, active from crm_hygiene.guards;
alter table leads disable trigger zz_crm_hygiene_guard;
select active from crm_hygiene.guards;
alter table leads enable trigger zz_crm_hygiene_guard;

-- What can't be guarded, or not like that.
create table plain (id int primary key, mobile text unique, keeps text, narrow varchar(5), code int, upper_mobile text generated always as (upper(mobile)) stored);
select count(*) from crm_register('plain', '{"code": "phone", "upper_mobile": "phone"}');
select crm_protect('plain', 'fixx');
select crm_protect('plain', null);
select crm_protect('plain', 'fix', columns => '{"fax": "off"}');
select crm_protect('plain', 'fix', columns => '{"mobile": "mend"}');
select crm_protect('plain', 'fix', columns => '{"mobile": {"on_invaild": "off"}}');
select crm_protect('plain', 'fix', columns => '{"mobile": {"raw": "no"}}');
select crm_protect('plain', 'fix', columns => '{"mobile": {"raw": "mobile"}}');
select crm_protect('plain', 'fix', columns => '{"mobile": {"raw": "narrow"}}');
select crm_protect('plain', 'fix', columns => '{"mobile": {"raw": "id"}}');
select crm_protect('plain', 'fix', columns => '{"code": {"normalize": true}}');
select crm_protect('plain', 'fix', columns => '{"upper_mobile": {"normalize": true}}');
select crm_protect('plain', 'fix', columns => '{"id": {"normalize": true}}');
select crm_protect('plain', 'fix', columns => '[]');
select crm_protect('plain', checks => '{"none": "warn"}');
select crm_protect('plain', checks => '{"none": "fix"}');
create view seen as select 1 as id;
select crm_register('seen', key => '{id}') is null;
select crm_protect('seen');
select crm_protect('pg_class');
\set VERBOSITY sqlstate
select crm_protect('plain', 'fix', columns => '[]');
select crm_protect('seen');
\set VERBOSITY default
create table misused (id int);
create trigger misused before delete on misused for each row execute function crm_hygiene.guard_row('{}');
insert into misused values (1);
delete from misused;
create trigger misused2 before insert on misused for each row execute function crm_hygiene.guard_row('not a guard');
insert into misused values (2);
select crm_hygiene.guard_row();

select count(*) from crm_protect('plain');
select crm_unregister('plain');
select count(*) from pg_trigger where tgrelid = 'plain'::regclass;
select crm_unprotect('leads'), crm_unprotect('leads');
insert into leads (name) values ('');
select count(*) from pg_trigger where tgrelid = 'leads'::regclass;
select count(*) from crm_hygiene.guards;
rollback;
