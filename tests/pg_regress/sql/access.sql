-- Who may do what, and what a table's own protection means.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'
create role regress_crm_nobody;
create role regress_crm_reader;
create role regress_crm_operator;
create role regress_crm_owner;
create table leads (id int primary key, name text, phone text, branch text);
insert into leads values (1, '张伟', '13812345671', 'north'), (2, '张伟', '138 1234 5671', 'north'), (3, '李娜', '13912345670', 'south'), (4, '李娜', '139 1234 5670', 'south');
select duplicate_rows from crm_dedupe('leads');

-- Without crm_grant: functions of values, nothing else.
grant select on leads to regress_crm_nobody;
set role regress_crm_nobody;
select crm_normalize_phone('138 1234 5671');
select crm_dedupe('leads');
select crm_register('leads');
select crm_unregister('leads');
select crm_profile('leads');
select crm_explain('leads', '1', '2');
select count(*) from crm_hygiene.duplicates;
select count(*) from crm_hygiene.cluster_member;
select crm_hygiene.is_valid('phone', '1', 'CN');
select crm_grant('regress_crm_nobody', 'operate');
\set VERBOSITY sqlstate
select crm_dedupe('leads');
select count(*) from crm_hygiene.duplicates;
\set VERBOSITY default
reset role;

-- read: the views, and nothing that writes.
select crm_grant('regress_crm_reader', 'read');
set role regress_crm_reader;
select count(*) from crm_hygiene.duplicates where relation = 'leads'::regclass;
select count(*) >= 0 as runs from crm_hygiene.runs;
select count(*) >= 0 as queue, (select count(*) >= 0 from crm_hygiene.hot_values) as hot, (select count(*) >= 0 from crm_hygiene.pairs) as pairs from crm_hygiene.review_queue;
\set VERBOSITY sqlstate
delete from crm_hygiene.cluster_member;
update crm_hygiene.registry set region = 'US';
create table crm_hygiene.mine (a int);
select crm_dedupe('leads');
select crm_register('leads');
select crm_explain('leads', '1', '2');
select crm_grant('regress_crm_reader', 'operate');
\set VERBOSITY default
reset role;

-- operate: those tables that the role may read.
select crm_grant('regress_crm_operator', 'operate');
set role regress_crm_operator;
\set VERBOSITY terse
select crm_dedupe('leads');
select crm_profile('leads');
\set VERBOSITY default
reset role;
grant select on leads to regress_crm_operator;
set role regress_crm_operator;
select row_count, duplicate_rows from crm_dedupe('leads');
select count(*) from crm_register('leads');
select count(*) from crm_profile('leads');
select level from crm_explain('leads', '1', '2') where field = 'decision';
select row_id from crm_hygiene.duplicates where relation = 'leads'::regclass order by row_id;
select crm_unregister('leads');
reset role;
-- Some columns only: the others cannot be read by way of crm_hygiene.
create table half (id int primary key, name text, phone text);
insert into half select id, name, phone from leads;
grant select (id, name) on half to regress_crm_operator;
set role regress_crm_operator;
\set VERBOSITY terse
select crm_dedupe('half');
\set VERBOSITY default
reset role;

-- Neither word.
select crm_grant('regress_crm_reader', 'write');
select crm_grant('regress_crm_reader', null);
\set VERBOSITY sqlstate
select crm_grant('regress_crm_missing', 'read');
\set VERBOSITY default

-- Row-level security: rows that a role may not see are not compared, explained or counted.
alter table leads enable row level security;
create policy north on leads for select to regress_crm_operator using (branch = 'north');
set role regress_crm_operator;
select row_count, duplicate_rows from crm_dedupe('leads');
select row_id from crm_hygiene.duplicates where relation = 'leads'::regclass order by row_id;
select crm_explain('leads', '3', '4');
select row_count, top_values from crm_profile('leads') where column_name = 'name';
reset role;
-- The owner sees all, and without a policy a role sees nothing.
select row_count, duplicate_rows from crm_dedupe('leads');
drop policy north on leads;
set role regress_crm_operator;
select row_count, duplicate_rows from crm_dedupe('leads');
reset role;
-- Where row security must not be applied silently, it is not.
set role regress_crm_operator;
set row_security = off;
\set VERBOSITY terse
select crm_dedupe('leads');
\set VERBOSITY default
reset row_security;
reset role;

-- What somebody put first in the search path, or into the schema of the temporary tables, is not called.
create schema regress_crm_trap authorization regress_crm_owner;
grant usage on schema regress_crm_trap to public;
create function regress_crm_trap.boom() returns int language plpgsql as 'begin raise exception ''trapped''; end';
create function regress_crm_trap.count(anyelement) returns bigint language sql as 'select regress_crm_trap.boom()::bigint';
create function regress_crm_trap.unnest(anyarray) returns setof int language sql as 'select regress_crm_trap.boom()';
create function regress_crm_trap.format(text, text, text) returns text language sql as 'select regress_crm_trap.boom()::text';
create function regress_crm_trap.btrim(text) returns text language sql as 'select regress_crm_trap.boom()::text';
create function regress_crm_trap.set_config(text, text, boolean) returns text language sql as 'select regress_crm_trap.boom()::text';
create function regress_crm_trap.equal(text, text) returns boolean language sql as 'select regress_crm_trap.boom() = 1';
create operator regress_crm_trap.= (leftarg = text, rightarg = text, function = regress_crm_trap.equal);
create function regress_crm_trap.equal(oid, oid) returns boolean language sql as 'select regress_crm_trap.boom() = 1';
create operator regress_crm_trap.= (leftarg = oid, rightarg = oid, function = regress_crm_trap.equal);
create function regress_crm_trap.crm_normalize(text, text, text) returns text language sql as 'select regress_crm_trap.boom()::text';
create table regress_crm_trap.pg_class (oid oid, relname name, relnamespace oid, relkind "char");
create table regress_crm_trap.pg_attribute (attrelid oid, attname name);
set local search_path = regress_crm_trap, pg_catalog, public;
create temp table pg_index (indrelid oid);
create temp table pg_type (oid oid);
select 'a'::text = 'a'::text as trap_is_set;
select row_count, duplicate_rows from public.crm_dedupe('public.leads');
select duplicate_rows from public.crm_dedupe('public.half');
select pg_catalog.count(*) from public.crm_register('public.half');
select pg_catalog.count(*) from public.crm_profile('public.half');
select level from public.crm_explain('public.half', '1', '2') where field operator(pg_catalog.=) 'decision'::text;
select public.crm_grant('regress_crm_reader', 'operate');
select cluster_id, row_id, cluster_size from crm_hygiene.duplicates where relation::oid operator(pg_catalog.=) 'public.half'::regclass::oid order by row_id;
select public.crm_unregister('public.half');
rollback;
