-- Whatever is asked of crm_dedupe: an answer, or an error that says what to do. Nothing is lost, nothing crashes.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'

-- Not a table.
\set VERBOSITY sqlstate
select crm_dedupe('no_such_table');
select crm_dedupe('');
\set VERBOSITY default
select crm_dedupe(4294967295::oid::regclass);
create table good (id int primary key, name text, phone text);
insert into good values (1, '张伟', '13812345671'), (2, '张伟', '138 1234 5671'), (3, '李娜', '13912345670');
create index good_name on good (name);
create sequence numbers;
create type pair as (a int, b text);
create view seen as select * from good;
create table keyless (id int, name text, phone text);
select crm_dedupe('good_name');
select crm_dedupe('numbers');
select crm_dedupe('pair');
select crm_dedupe('seen');
select crm_dedupe('keyless');
\set VERBOSITY sqlstate
select crm_dedupe('good_name');
select crm_dedupe('numbers');
select crm_dedupe('seen');
select crm_dedupe('keyless');
\set VERBOSITY default

-- Keys that are none.
insert into keyless values (1, '张伟', '13812345671'), (2, '张伟', '138 1234 5671'), (2, '李娜', '13912345670');
select crm_dedupe('keyless', key => '{number}');
select crm_dedupe('keyless', key => '{}');
select crm_dedupe('keyless', key => '{id}');
update keyless set id = null where name = '李娜';
select crm_dedupe('keyless', key => '{id}');
update keyless set id = 3 where id is null;
select row_count, duplicate_rows from crm_dedupe('keyless', key => '{id}');
-- It was unique when it was registered; it is not any more.
insert into keyless values (3, '王芳', '13612340001');
select crm_dedupe('keyless');
\set VERBOSITY sqlstate
select crm_dedupe('keyless');
select crm_dedupe('keyless', key => '{number}');
\set VERBOSITY default

-- Thresholds out of range.
select crm_dedupe('good', threshold => 1);
select crm_dedupe('good', threshold => 0);
select crm_dedupe('good', threshold => -1);
select crm_dedupe('good', threshold => 'NaN');
select crm_dedupe('good', threshold => 'Infinity');
select crm_dedupe('good', threshold => 0.2);
select crm_dedupe('good', review => 0);
select crm_dedupe('good', review => 'NaN');
select crm_dedupe('good', review => 0.95);
\set VERBOSITY sqlstate
select crm_dedupe('good', threshold => 2);
\set VERBOSITY default
select crm_dedupe('good', region => 'XX');
select crm_dedupe('good', columns => '{"phone": "telephone"}');
select count(*) from crm_hygiene.runs where relation = 'good'::regclass;

-- Little or nothing to find.
create table nobody (like good including all);
select row_count, candidate_pairs, duplicate_pairs, review_pairs, clusters, duplicate_rows, hot_values from crm_dedupe('nobody');
insert into nobody values (1, '张伟', '13812345671');
select row_count, duplicate_rows from crm_dedupe('nobody');
truncate nobody;
insert into nobody select i from generate_series(1, 100) i;
select row_count, candidate_pairs, duplicate_rows, hot_values from crm_dedupe('nobody');
update nobody set name = '', phone = '   ';
select row_count, candidate_pairs, duplicate_rows from crm_dedupe('nobody');
-- No column that says who a customer is: a warning, and an honest nothing.
create table measurements (id int primary key, amount numeric, notes text, doc jsonb, tags text[], flag boolean, at timestamptz);
insert into measurements select i, i, 'x', '{}', '{a}', true, '2020-01-01' from generate_series(1, 20) i;
select row_count, candidate_pairs, duplicate_rows, hot_values from crm_dedupe('measurements');
create table only_key (id int primary key);
insert into only_key select generate_series(1, 20);
select row_count, duplicate_rows from crm_dedupe('only_key');
create table no_columns ();
select crm_dedupe('no_columns');
-- A value that too many rows share is not compared, and listed.
create table flood as select i as id, chr(19968 + i * 19) || chr(20000 + i * 17) as name, '13812345671'::text as phone from generate_series(1, 1000) i;
alter table flood add primary key (id);
select row_count, duplicate_rows from crm_dedupe('flood');
select field, value, reason, rows from crm_hygiene.hot_values where relation = 'flood'::regclass and value = '138***5671';

-- Names that were made to hurt.
create table "t'; drop table good; --" (id int primary key, "a""b; drop table x" text, "手 机""$1" text, "%I" text);
insert into "t'; drop table good; --" values (1, '13812345671', '13812345671', 'x'), (2, '13812345671', '13812345671', 'y');
select row_count, duplicate_rows from crm_dedupe('"t''; drop table good; --"', columns => '{"a\"b; drop table x": "phone", "手 机\"$1": "phone", "%I": "person_name"}');
select column_name, kind from crm_hygiene.registry_column where relation = '"t''; drop table good; --"'::regclass order by ordinal;
select field, level from crm_explain('"t''; drop table good; --"', '1', '2');
select column_name, kind from crm_profile('"t''; drop table good; --"');
create table "select" ("from" int primary key, "Phone" text, "phone" text);
insert into "select" values (1, '13812345671', null), (2, null, '13812345671');
select row_count from crm_dedupe('"select"');
create schema "sch""ema";
create table "sch""ema"."ta""ble" ("k""ey" text primary key, phone text, name text);
insert into "sch""ema"."ta""ble" values ('a''b', '13812345671', '张伟'), ('a"b', '13812345671', '张伟');
select row_count, duplicate_rows from crm_dedupe('"sch""ema"."ta""ble"');
select row_id from crm_hygiene.duplicates where relation = '"sch""ema"."ta""ble"'::regclass order by 1;
select count(*) from good;

-- Values that were made to hurt.
create table wild (id int primary key, name text, phone text, email text, company text, address text);
insert into wild select i, v, v, v, v, v from unnest(array[e'\u0001', '''; drop table good; --', '\x00', '{"a":1}', '😀😀😀', e'\u202e张伟', repeat('张', 100000), repeat('1', 100000), repeat('a@', 50000), '%s%n%d',
    e'\r\n', '1e309', 'NaN', '-', '()', '＠', 'é', e'e\u0301', 'ﷺ', '𠮷']) with ordinality t(v, i);
select row_count from crm_dedupe('wild');

-- A column that was dropped after it was registered.
select count(*) from crm_register('good');
drop view seen;
alter table good drop column phone;
select row_count from crm_dedupe('good');
select column_name from crm_hygiene.registry_column where relation = 'good'::regclass order by ordinal;
alter table good add column phone text;
select row_count from crm_dedupe('good');
alter table good drop constraint good_pkey, drop column id;
select crm_dedupe('good');
-- A table that was dropped after it was registered.
create table gone (id int primary key, phone text);
insert into gone values (1, '13812345671'), (2, '13812345671');
select duplicate_rows from crm_dedupe('gone');
drop table gone;
select count(*) > 0 as readable from crm_hygiene.runs;

rollback;
