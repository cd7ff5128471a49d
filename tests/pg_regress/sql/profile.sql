-- What is in a table, column by column. Values show masked.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'
create table leads (id int primary key, name text, phone text, email text, company text, birthday date, remark text);
insert into leads values
    (1, '张伟', '13812345671', 'zhang@gmail.com', '飞瑞信息技术有限公司', '1980-02-03', 'vip'),
    (2, '李娜', '138-1234-5671', 'LI@qq.com', '飞瑞信息技术有限公司', null, ' '),
    (3, '王芳', '139', 'none', null, '1979-12-31', null),
    (4, '', null, '', '无', null, 'vip');
select column_name, kind, matching, confidence, row_count, fill_rate, round(valid_rate::numeric, 2) as valid_rate, round(distinct_rate::numeric, 2) as distinct_rate, top_values from crm_profile('leads');
-- It registers nothing.
select count(*) from crm_hygiene.registry where relation = 'leads'::regclass;
-- The region decides what is valid.
create table callers (id int primary key, phone text);
insert into callers values (1, '13812345671'), (2, '020 8123 4567'), (3, '0755-26543210');
select region, round(valid_rate::numeric, 2) as valid_rate from unnest(array['CN', 'GB']) region, crm_profile('callers', region) where column_name = 'phone';
-- The commonest values stand first.
create table sources (id int primary key, city text);
insert into sources select i, case when i <= 50 then '上海' when i <= 80 then '北京' when i <= 95 then '广州' else '深圳' end from generate_series(1, 100) i;
select column_name, distinct_rate, top_values from crm_profile('sources') where column_name = 'city';
-- No rows, no rates.
truncate leads;
select column_name, row_count, fill_rate, valid_rate, distinct_rate, top_values from crm_profile('leads') where column_name in ('name', 'birthday');
-- Views, and tables without a key, need to be told what identifies a row.
create view seen as select * from callers;
select column_name, row_count, valid_rate from crm_profile('seen', key => '{id}');
select crm_profile('seen');
create index callers_phone on callers (phone);
select crm_profile('callers_phone');
select crm_profile('leads', 'Germany');
select crm_profile('leads', key => '{nothing}');
-- Nothing but a key; nothing at all.
create table only_key (id int primary key);
select column_name, kind, matching, row_count from crm_profile('only_key');
create table nothing ();
select count(*) from crm_profile('nothing', key => '{x}');
rollback;
