-- Finding the rows that are one customer.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'
create table leads (id bigint primary key, name text, phone text, email text, company text, city text, address text);
insert into leads values
    -- one customer, written in five ways
    (1, '张伟', '13812345671', 'zhangwei@feirui.cn', '飞瑞信息技术（南京）有限公司', '南京市', '南京市玄武区中山路12号'),
    (2, '張偉', '138-1234-5671', 'ZhangWei@feirui.cn', '飞瑞信息技术(南京)有限公司', '南京', '玄武区中山路12号'),
    (3, '张伟 先生', '+86 138 1234 5671', null, '南京飞瑞', '南京', null),
    (4, 'Zhang Wei', null, 'zhangwei@feirui.cn', null, 'Nanjing', null),
    (5, '张　伟', '１３８１２３４５６７１', '', '无', null, null),
    -- one abroad
    (10, 'Robert Smith', '+1 212 984 4453', 'bob.smith@gmail.com', 'Horizon Analytics LLC', 'New York', null),
    (11, 'Bob Smith', '+12129844453', 'bobsmith@gmail.com', 'Horizon Analytics, L.L.C.', 'New York', null),
    -- namesakes, colleagues, and a couple that shares its landline: different people
    (20, '李娜', '13912345670', 'lina@a-company.cn', '安图机械制造有限公司', '大连', null),
    (21, '李娜', '13712345099', 'na.li@qq.com', '正大科技有限公司', '广州', null),
    (22, '王强', '13612340001', 'wangqiang@a-company.cn', '安图机械制造有限公司', '大连', null),
    (23, '刘洋', '024-22345678', 'liuyang@163.com', null, '沈阳', null),
    (24, '陈静', '024-22345678', 'chenjing@126.com', null, '沈阳', null),
    -- nothing but placeholders in common
    (30, '赵敏', '13800138000', 'test@test.com', '个人', null, null),
    (31, '孙立', '13800138000', 'test@test.com', '个人', null, null),
    (32, '周涛', '13800138000', 'test@test.com', '无', null, null),
    (40, null, null, null, null, null, null);

select row_count, duplicate_pairs, clusters, duplicate_rows, hot_values > 0 as hot, elapsed > '0' and elapsed < '1 minute' as quick
from crm_dedupe('leads');
-- Rows are named by their keys; a group by its first.
select cluster_id, row_id, is_primary, cluster_size, confidence > 0.9 as sure from crm_hygiene.duplicates where relation = 'leads'::regclass order by cluster_id::int, row_id::int;
select count(*) > 5 as several, bool_and(row_a < row_b or row_a::int < row_b::int) as ordered, bool_and(decision in ('duplicate', 'review')) as decided,
       bool_and(probability between 0 and 1) as probabilities, bool_and((decision = 'duplicate') = (probability >= 0.9)) as by_threshold
from crm_hygiene.pairs where relation = 'leads'::regclass;
select row_a, row_b from crm_hygiene.review_queue where relation = 'leads'::regclass and probability >= 0.9;
select field, value, reason, rows from crm_hygiene.hot_values where relation = 'leads'::regclass order by field collate "C", value collate "C";
select relation, row_count, clusters, duplicate_rows, norm_version <> '' as versioned from crm_hygiene.runs where relation = 'leads'::regclass;

-- Why two rows are one customer, and why two others are not.
select field, value_a, value_b, level, weight > 0 as speaks_for from crm_explain('leads', '1', '2') where field not in ('prior odds');
select field, value_a, value_b, level from crm_explain('leads', '1', '20');
-- Whoever may see the values sees them.
select field, value_a, value_b from crm_explain('leads', '10', '11', reveal => true) where value_a is not null;
-- The total is the sum of what stands above it.
select count(*) from (select total, sum(weight) over (rows unbounded preceding) as summed from crm_explain('leads', '1', '2')) s where abs(total - summed) > 1e-9;
select crm_explain('leads', '1', '999');
select crm_explain('leads', 'x', '1');

-- Twice the same table, twice the same result.
create temp table before as select row_id, cluster_id, is_primary, confidence from crm_hygiene.duplicates where relation = 'leads'::regclass;
create temp table before_pairs as select row_a, row_b, decision, weight from crm_hygiene.pairs where relation = 'leads'::regclass;
select duplicate_rows from crm_dedupe('leads');
(table before except select row_id, cluster_id, is_primary, confidence from crm_hygiene.duplicates where relation = 'leads'::regclass)
union all (select row_id, cluster_id, is_primary, confidence from crm_hygiene.duplicates where relation = 'leads'::regclass except table before);
(table before_pairs except select row_a, row_b, decision, weight from crm_hygiene.pairs where relation = 'leads'::regclass)
union all (select row_a, row_b, decision, weight from crm_hygiene.pairs where relation = 'leads'::regclass except table before_pairs);
-- The order in which rows lie does not matter.
create table shuffled (like leads including all);
insert into shuffled select * from leads order by md5(id::text);
select duplicate_rows from crm_dedupe('shuffled');
(table before_pairs except select row_a, row_b, decision, weight from crm_hygiene.pairs where relation = 'shuffled'::regclass)
union all (select row_a, row_b, decision, weight from crm_hygiene.pairs where relation = 'shuffled'::regclass except table before_pairs);
-- When the data changes, so does the result: the old one is replaced.
delete from leads where id in (10, 2);
select clusters, duplicate_rows from crm_dedupe('leads');
select row_id from crm_hygiene.duplicates where relation = 'leads'::regclass order by row_id::int;
select count(*) from crm_hygiene.pairs where relation = 'leads'::regclass and '10' in (row_a, row_b);
select count(*), count(distinct run_id) from crm_hygiene.runs where relation = 'leads'::regclass;
-- The other table's result stands.
select count(*) from crm_hygiene.duplicates where relation = 'shuffled'::regclass;
-- Nothing of a run stays but its result, and the user's table is as it was.
select relname from pg_class where relnamespace = 'crm_hygiene'::regnamespace and relname ~ '^run_[0-9]';
select count(*), md5(string_agg(l::text, '' order by id)) = (select md5(string_agg(s::text, '' order by id)) from shuffled s where id not in (10, 2)) as unchanged from leads l;

-- A higher bar, a lower one.
create temp table by_bar as select bar, duplicate_pairs, review_pairs from unnest(array[0.5, 0.9, 0.999999]) bar, crm_dedupe('shuffled', threshold => bar, review => 0.1);
select count(distinct duplicate_pairs + review_pairs) as sums, min(duplicate_pairs) filter (where bar = 0.5) >= min(duplicate_pairs) filter (where bar = 0.9) as lower_is_more,
       min(duplicate_pairs) filter (where bar = 0.9) >= min(duplicate_pairs) filter (where bar > 0.9) as higher_is_less
from by_bar;

-- Keys of every type.
create table by_uuid (id uuid primary key, name text, phone text);
insert into by_uuid values ('00000000-0000-0000-0000-00000000000b', '张伟', '13812345671'), ('00000000-0000-0000-0000-00000000000a', '张伟', '138 1234 5671'), ('00000000-0000-0000-0000-00000000000c', '李娜', '13912345670');
select duplicate_rows from crm_dedupe('by_uuid');
select row_id, cluster_id, is_primary from crm_hygiene.duplicates where relation = 'by_uuid'::regclass order by 1;
create table by_text (code text primary key, name text, phone text);
insert into by_text values ('客户''1"', '张伟', '13812345671'), ('a\b', '张伟', '138 1234 5671'), ('{"x": 1}', '李娜', '13912345670'), ('', '李娜', '13912345670');
select duplicate_rows from crm_dedupe('by_text');
select row_id, cluster_id from crm_hygiene.duplicates where relation = 'by_text'::regclass order by row_id collate "C";
create table by_two (branch text, number int, name text, phone text, primary key (branch, number));
insert into by_two values ('深圳', 2, '张伟', '13812345671'), ('深圳', 3, '张伟', '138 1234 5671'), ('"a", b', 1, '李娜', '13912345670'), ('"a", b', 2, '李娜', '13912345670');
select duplicate_rows from crm_dedupe('by_two');
select row_id, cluster_id, is_primary from crm_hygiene.duplicates where relation = 'by_two'::regclass order by row_id collate "C";
select level from crm_explain('by_two', '["深圳", 2]', '["深圳", 3]') where field = 'decision';

-- Partitioned tables, materialized views and views.
create table parts (id int primary key, name text, phone text) partition by range (id);
create table parts_1 partition of parts for values from (0) to (100);
create table parts_2 partition of parts for values from (100) to (200);
insert into parts values (1, '张伟', '13812345671'), (101, '张伟', '138 1234 5671'), (102, '李娜', '13912345670');
select row_count, duplicate_rows from crm_dedupe('parts');
create materialized view stored as select * from parts;
create unique index on stored (id);
select row_count, duplicate_rows from crm_dedupe('stored', key => '{id}');
create view seen as select * from parts where id > 1;
select row_count, duplicate_rows from crm_dedupe('seen', key => '{id}');
select relation, row_id, cluster_id from crm_hygiene.duplicates where relation in ('parts'::regclass, 'stored'::regclass, 'seen'::regclass) order by relation::text collate "C", row_id::int;
-- The key is remembered.
select row_count from crm_dedupe('seen');
rollback;
