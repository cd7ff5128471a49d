-- What comparing a table will cost, before it is compared.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
create table leads (id int primary key, name text, phone text);
insert into leads values (1, '张伟', '13812345671'), (2, '张偉', '138-1234-5671'), (3, '李娜', '13912345670');
insert into leads select 100 + i, '王' || chr(20000 + i), case when i <= 60 then '13712345672' else '13800138000' end from generate_series(1, 120) i;
select match_key, rows >= 0 as counted, blocks, largest_block, candidate_pairs, hot_values, hot_rows from crm_blocking('leads') where match_key = 'phone';
-- What was predicted is what is done.
select (select sum(candidate_pairs) from crm_blocking('leads')) = (select candidate_pairs from crm_dedupe('leads')) as as_predicted;
create table nobody (id int primary key, name text, phone text);
select count(*) from crm_blocking('nobody');
select crm_blocking(null);
select crm_blocking('pg_indexes');
rollback;
