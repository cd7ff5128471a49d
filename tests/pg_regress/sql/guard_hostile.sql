-- Nothing that a user makes is run in the owner's name: functions, operators, casts, types and tables like those that the guard uses,
-- in schemas that come first; names made of quotes; an owner of the table who may do nothing else.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'

create role mallory;
create role clerk;
grant create, usage on schema public to mallory;
grant usage on schema public to clerk;
set role mallory;
create function public.stolen() returns void language plpgsql as $$ begin raise exception 'run as %', current_user; end $$;
-- Like pg_catalog's.
create function public.unnest(anyarray) returns setof anyelement language plpgsql as $$ begin perform public.stolen(); end $$;
create function public.array_agg(text) returns text[] language plpgsql as $$ begin perform public.stolen(); end $$;
create function public.now() returns timestamptz language plpgsql as $$ begin perform public.stolen(); end $$;
create function public.sha256(bytea) returns bytea language plpgsql as $$ begin perform public.stolen(); end $$;
create function public.same(oid, oid) returns boolean language plpgsql as $$ begin perform public.stolen(); end $$;
create operator public.= (leftarg = oid, rightarg = oid, function = public.same);
create function public.same(text, text) returns boolean language plpgsql as $$ begin perform public.stolen(); end $$;
create operator public.= (leftarg = text, rightarg = text, function = public.same);
create function public.same(int, int) returns boolean language plpgsql as $$ begin perform public.stolen(); end $$;
create operator public.= (leftarg = int, rightarg = int, function = public.same);
create table public.guard (relation oid, on_duplicate text);
create table public.lookup (lookup_id int, relation oid, against oid);
create table public.entry (lookup_id int, row_id text, record bytea);
create temp table pg_class (oid oid, relname name, relkind "char");
create temp table pg_inherits (inhrelid oid, inhparent oid);
set search_path = pg_temp, public, pg_catalog;

-- A table of mallory's, full of traps of its own, that a superuser guards.
create type public.shifty as enum ('one', 'two');
create function public.told(public.shifty) returns text language plpgsql as $$ begin perform public.stolen(); end $$;
create cast (public.shifty as text) with function public.told(public.shifty) as implicit;
create function public.trap() returns trigger language plpgsql as $$ begin return new; end $$;
create table public."a""b; drop" ("k""1" text, "from" public.shifty, "手机 ""号""; --" text, "$1" text, "NULL" text, primary key ("k""1", "from"));
create table public."c'd" ("i'd" int primary key, "mo\bile" text, name text);
create trigger zzz after insert on public."a""b; drop" for each statement execute function public.trap();
reset role;
select count(*) from crm_register('public."a""b; drop"', '{"手机 \"号\"; --": "phone", "$1": "person_name", "NULL": "email"}');
select count(*) from crm_register('public."c''d"', '{"mo\\bile": "phone", "name": "person_name"}');
select crm_add_check('public."a""b; drop"', 'x''); drop table leads; --"', 'unique', array['手机 "号"; --']);
select count(*) from crm_protect('public."a""b; drop"', on_duplicate => 'reject', against => array['public."c''d"']::regclass[]);
select relation, against, active from crm_hygiene.guards;
grant select, insert, update, delete on public."a""b; drop", public."c'd" to clerk;

set role clerk;
set search_path = public, pg_catalog;
insert into public."c'd" values (1, '138 1234 5671', '张伟');
insert into public."a""b; drop" values ('x''y"z\', 'one', '139 1234 5670', '李娜', 'Li@QQ.com');
insert into public."a""b; drop" values ('2', 'two', '13812345671', '张伟', null);
insert into public."a""b; drop" values ('3', 'two', '13912345670', '李娜', null);
insert into public."a""b; drop" values ('4', 'two', '12', null, 'nobody'), ('5', 'one', '13712345679', null, null);
copy public."a""b; drop" from stdin;
6	one	13912345670	李娜	\N
\.
update public."c'd" set name = '王芳', "mo\bile" = '13612345678';
insert into public."a""b; drop" values ('2', 'two', '13812345671', '张伟', null) returning "手机 ""号""; --";
-- What the guard keeps is not open to writers.
select count(*) from crm_hygiene.entry;
select crm_hygiene.guard_statement();
create trigger mine after insert on public."c'd" for each statement execute function crm_hygiene.guard_statement('{}');
reset role;
select row_id, column_name, check_name, code from crm_hygiene.flags order by 1, 2, 3;

-- Who owns the table owns its triggers, and no more: pointing the guard's functions at a table does nothing but what the guard was told.
set role mallory;
set search_path = public, pg_catalog;
create table public.bait (id int primary key, mobile text);
create trigger zz_crm_hygiene_inserted after insert on public.bait referencing new table as crm_new for each statement
    execute function crm_hygiene.guard_statement('{"checks": {"region": "CN", "columns": [], "checks": []}, "key": [], "columns": []}');
insert into public.bait values (1, '12');
select crm_protect('public."a""b; drop"');
select crm_hygiene.record_keys('\x');
reset role;
reset search_path;
-- With the owner's rights taken away, what stands goes on standing.
alter table public."a""b; drop" owner to clerk;
revoke all on schema public from mallory;
set role clerk;
insert into public."a""b; drop" values ('7', 'two', '13912345670', '李娜', null);
insert into public."a""b; drop" values ('7', 'two', '13512345672', '周强', null) returning "k""1";
reset role;

-- A domain has a length as its type has: what has no room stays as it came.
create domain public.narrow as varchar(12);
create domain public.narrower as public.narrow;
create table public.short (id int primary key, mobile public.narrow, email public.narrower, company text);
select column_name, normalized from crm_protect('public.short');
insert into public.short values (1, '13812345671', 'Li@QQ.com', '  Acme  Ltd.'), (2, '1381234567', 'Bo@QQ.com', null);
select * from public.short order by id;
rollback;
