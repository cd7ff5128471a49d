-- Every way to write a row, into every shape of table.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'
create function pg_temp.state(rel regclass) returns table (rows bigint, normal bigint, flags text)
language plpgsql as $$
begin
    return query execute format('select count(*), count(*) filter (where mobile like ''+86%%''),
        (select string_agg(row_id || '':'' || code, '' '' order by row_id) from crm_hygiene.flags where relation = %L::regclass) from %s', rel, rel);
end $$;

-- INSERT, INSERT … SELECT, UPDATE, COPY, upsert, MERGE, DELETE, TRUNCATE.
create table plain (id int primary key, mobile text);
select count(*) from crm_protect('plain');
insert into plain values (1, '13812345671'), (2, '12');
insert into plain select 2 + i, '1381234' || 5670 + i from generate_series(1, 3) i;
copy plain from stdin;
6	138 1234 5676
7	34
\.
insert into plain values (7, '13812345677'), (8, '56') on conflict (id) do update set mobile = excluded.mobile;
insert into plain values (7, '1'), (8, '2') on conflict do nothing;
merge into plain p using (values (8, '138-1234-5678'), (9, '9')) v (id, mobile) on p.id = v.id
    when matched then update set mobile = v.mobile when not matched then insert values (v.id, v.mobile);
select * from pg_temp.state('plain');
update plain set id = id + 100 where id in (2, 9);
select * from pg_temp.state('plain');
with gone as (delete from plain where id = 102 returning id) update plain set mobile = '13812345679' from gone where plain.id = 109;
select * from pg_temp.state('plain');
insert into plain values (200, '1');
truncate plain;
select * from pg_temp.state('plain');
-- A replica takes what the publisher has settled.
set session_replication_role = replica;
insert into plain values (1, '138 1234 5671');
reset session_replication_role;
select * from pg_temp.state('plain');

-- Partitions: with another order of columns, written to through the parent and by themselves, moved between, attached later.
create table parts (id int, mobile text, region text, primary key (id, region)) partition by list (region);
create table parts_cn partition of parts for values in ('CN') partition by range (id);
create table parts_cn_1 partition of parts_cn for values from (0) to (100);
create table parts_us (region text not null, gone int, mobile text, id int not null, primary key (id, region));
alter table parts_us drop column gone;
alter table parts attach partition parts_us for values in ('US');
select column_name, normalized from crm_protect('parts');
insert into parts values (1, '13812345671', 'CN'), (2, '404.735.9036', 'US'), (3, '12', 'CN'), (4, '34', 'US');
insert into parts_us (id, mobile, region) values (5, '56', 'US'), (6, '+44 7521 517837', 'US');
copy parts_cn_1 (id, mobile, region) from stdin;
7	138 1234 5677	CN
8	78	CN
\.
update parts set region = 'CN' where id = 4;
create table parts_de partition of parts for values in ('DE');
insert into parts values (9, '13812345679', 'DE'), (10, '0', 'DE');
select tableoid::regclass, * from parts order by id;
select row_id, column_name, code from crm_hygiene.flags where relation = 'parts'::regclass order by row_id;
delete from parts where id in (3, 5);
select string_agg(row_id, ' ' order by row_id) from crm_hygiene.flags where relation = 'parts'::regclass;

-- Inheritance.
create table parent (id int primary key, mobile text);
create table child (extra text, primary key (id)) inherits (parent);
select count(*) from crm_protect('parent');
insert into parent values (1, '13812345671'), (2, '12');
insert into child values (3, '13812345673', 'x'), (4, '34', 'y');
update parent set mobile = '56' where id = 3;
select tableoid::regclass, * from parent order by id;
select row_id, code from crm_hygiene.flags where relation = 'parent'::regclass order by row_id;

-- Foreign keys, generated columns, other triggers, checks and domains of the table's own.
create domain mail as text;
create domain digits as text check (value ~ '^[0-9]+$');
create table accounts (company text primary key);
insert into accounts values ('騰訊科技(深圳)有限公司');
create table contacts (id int primary key, company text references accounts on update cascade on delete cascade, mobile text check (length(mobile) < 20), email mail, digits_phone digits,
    domain_of text generated always as (split_part(email, '@', 2)) stored, tag char(20));
create function pg_temp.fill() returns trigger language plpgsql as $$ begin new.mobile = coalesce(new.mobile, '138 1234 5670'); return new; end $$;
create trigger a_fills before insert on contacts for each row execute function pg_temp.fill();
select * from crm_protect('contacts', columns => '{"digits_phone": "flag"}') where normalized or column_name in ('company', 'digits_phone');
insert into contacts (id, company, email, digits_phone) values (1, '騰訊科技(深圳)有限公司', 'Bob@QQ.com', '12') returning *;
insert into contacts (id, mobile) values (2, '１３８１２３４５６７２');
update accounts set company = '甲公司';
select id, company, mobile from contacts order by id;
delete from accounts;
select id from contacts;
select row_id, column_name, code from crm_hygiene.flags where relation = 'contacts'::regclass order by row_id, column_name;

-- Keys of several columns and types, hostile names.
create table "odd ""t; drop" ("k""1" text, k2 date, k3 timestamptz, k4 numeric, k5 boolean, "手机 ""号""" text, primary key ("k""1", k2, k3, k4, k5));
set timezone = 'Asia/Shanghai';
select count(*) from crm_register('"odd ""t; drop"', '{"手机 \"号\"": "phone"}');
select column_name, normalized from crm_protect('"odd ""t; drop"', columns => '{"手机 \"号\"": {"on_invalid": "fix"}}');
insert into "odd ""t; drop" values (E'a"\\\n长', '2024-02-29', '2024-02-29 10:00:00.5+08', 1.50, true, '12'), ('b', '2024-02-29', '2024-02-29 10:00+08', 2, false, '13812345671');
set timezone = 'UTC';
select row_id, row_id = jsonb_build_array("k""1", k2, k3, k4, k5)::text as is_the_key from crm_hygiene.flags, "odd ""t; drop" t where relation = '"odd ""t; drop"'::regclass and k5;
select "手机 ""号""" from "odd ""t; drop" order by 1;
-- A key is the same in every time zone and date style.
create table moments (at timestamptz primary key, name text, mobile text);
create table days (day date primary key, name text, mobile text);
create table clocks (at timestamp primary key, name text, mobile text);
insert into moments values ('2024-02-29 23:30:00.25+00', '张伟', '13812345671'), ('0044-03-15 00:00+00 BC', '王芳', '13912345671');
select count(*) from unnest('{moments, days, clocks}'::regclass[]) t, lateral crm_protect(t, on_duplicate => 'flag');
set timezone = 'Asia/Shanghai';
set datestyle = 'German';
insert into moments values ('2024-03-01 10:00+08', '李娜', '12'), ('infinity', '赵敏', '13');
insert into days values ('2024-02-29', '李娜', '12'), ('-infinity', '赵敏', '13'), ('2024-03-01', '王芳', '13912345671');
insert into clocks values ('2024-02-29 10:00', '李娜', '12'), ('2024-02-29 10:00:01.5', '王芳', '13912345671');
set timezone = 'America/New_York';
set datestyle = 'SQL, MDY';
select relation, row_id from crm_hygiene.flags where relation in ('moments'::regclass, 'days'::regclass, 'clocks'::regclass) order by 1, 2;
select row_id from crm_hygiene.entry order by 1;
delete from moments;
delete from days;
delete from clocks;
select (select count(*) from crm_hygiene.flags where code = 'too_short' and column_name = 'mobile'), (select count(*) from crm_hygiene.entry);
-- As runs have it, and those who ask for a row.
reset datestyle;
insert into moments values ('2024-02-29 23:30:00.25+00', '张伟', '13812345671'), ('2024-02-29 23:30+00', '张伟', '+86 13812345671');
create table flagged as select row_a, row_b from crm_hygiene.pair where relation = 'moments'::regclass;
select duplicate_pairs from crm_dedupe('moments');
select row_a, row_b from crm_hygiene.pair where relation = 'moments'::regclass intersect table flagged;
select field, level from crm_explain('moments', '2024-02-29 23:30:00+00', '2024-02-29 23:30:00.25+00') limit 2;
reset timezone;

-- Keys of every type are the same to a run and to the triggers, whatever the session's settings: what is changed and deleted is found.
create type mood as enum ('sad', 'ok "x"');
create domain padded as char(4);
create domain moment as timestamptz;
create domain same_moment as moment;
create type place as (a int, b text);
create table tried (type text, alone boolean, filled text, followed text, left_over bigint);
do $$
declare
    own record;
begin
    for own in
        select type, value, alone from unnest(
            '{int2, numeric, numeric, text, char(5), char(3), "\"char\"", name, uuid, float8, float8, float4, bool, date, time, timetz, timestamp, timestamptz, interval, inet, cidr, mood, money, bytea, int[], text[], jsonb, bit(4), padded, moment, same_moment, place, int4range, regclass, daterange, interval[]}'::text[],
            array['7', '1.50', 'NaN', e'a"b\\c', 'ab', '', 'x', 'Na me', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '1e30', 'NaN', '0.1', 't', '2024-02-29', '10:00', '10:00+08', '2024-02-29 10:00:00.120',
                  '2024-02-29 10:00+08', '1 mon 2 days', '10.0.0.1', '10.0.0.0/8', 'ok "x"', '12.5', '\x00ff', '{1, 2}', '{"a b", c}', '{"a": 1}', '1010', 'ab', '2024-02-29 10:00+08',
                  '2024-02-29 10:00+08', '(1,x)', '[1,5)', 'pg_class', '[2024-02-01,2024-03-01)', '{1 mon 2 days}']) t (type, value), unnest('{true, false}'::boolean[]) alone
    loop
        execute format('create table keyed (k %s, n int, name text, phone text, primary key (%s))', own.type, case when own.alone then 'k' else 'k, n' end);
        execute format('insert into keyed values (%L, 1, %L, %L)', own.value, '张伟', '13812345671');
        perform crm_register('keyed', '{"k": null, "n": null, "name": "person_name", "phone": "phone"}');
        perform crm_protect('keyed', on_duplicate => 'flag');
        insert into tried select own.type, own.alone, row_id from crm_hygiene.entry e join crm_hygiene.lookup l using (lookup_id) where l.relation = 'keyed'::regclass;
        perform set_config(name, value, true)
        from (values ('intervalstyle', 'iso_8601'), ('datestyle', 'German'), ('bytea_output', 'escape'), ('extra_float_digits', '-3')) s (name, value);
        update keyed set phone = '13912345671';
        update tried set followed = (select string_agg(row_id, ' ') from crm_hygiene.entry e join crm_hygiene.lookup l using (lookup_id) where l.relation = 'keyed'::regclass) where followed is null;
        delete from keyed;
        update tried set left_over = (select count(*) from crm_hygiene.entry e join crm_hygiene.lookup l using (lookup_id) where l.relation = 'keyed'::regclass) where left_over is null;
        reset intervalstyle;
        reset datestyle;
        reset bytea_output;
        reset extra_float_digits;
        perform crm_unregister('keyed');
        drop table keyed;
    end loop;
end $$;
select count(*) from tried;
select type, filled, followed, left_over from tried where filled is distinct from followed or left_over > 0;
select type, filled from tried where not alone order by type collate "C", filled;
rollback;
