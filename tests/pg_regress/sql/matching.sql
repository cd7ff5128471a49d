-- Matching the rows of one table with those of another.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'
create table leads (id int primary key, name text, mobile text, email text, company text, city text);
insert into leads values
    (1, '张伟', '13812345671', 'zhangwei@feirui.cn', '飞瑞信息技术（南京）有限公司', '南京'),
    (2, '李娜', '13912345670', null, null, '大连'),
    (3, 'Bob Smith', '+1 212 984 4453', 'bob.smith@gmail.com', 'Horizon Analytics LLC', 'New York'),
    (4, '陈静', '13700001111', 'chenjing@126.com', '北京华创科技有限公司', '北京'),
    (5, '陈静', '13700001111', 'chenjing@126.com', '北京华创科技有限公司', '北京');
-- Other names for the columns, another kind of key.
create table contacts (source text, number int, given_name text, family_name text, "手机" text, "邮箱" text, primary key (source, number));
insert into contacts values
    ('erp', 1, '伟', '张', '138-1234-5671', null),
    ('erp', 2, 'Robert', 'Smith', '+12129844453', 'bobsmith@googlemail.com'),
    ('crm', 1, '强', '王', '13612340001', 'wangqiang@qq.com');
create table accounts (id int primary key, account_name text, website text);
insert into accounts values (1, '华创科技', 'www.huachuang.cn'), (2, '飞瑞信息技术有限公司南京分公司', null), (3, '正大集团', null);

select row_count, against_count, matched_rows, duplicate_pairs from crm_match('leads', 'contacts');
select row_id, against_row_id, decision, rank, probability > 0.9 as sure from crm_hygiene.matches where relation = 'leads'::regclass and against = 'contacts'::regclass order by row_id, rank;
-- Rows of one table are not compared with each other, and neither table's own results are touched.
select count(*) from crm_hygiene.pairs;
-- A lead of an existing customer's.
select matched_rows > 0 as found from crm_match('leads', 'accounts');
select row_id, against_row_id, decision from crm_hygiene.matches where against = 'accounts'::regclass order by 1, 2;
-- Again, after a change: the new result takes the place of the old.
delete from contacts where number = 2;
select matched_rows from crm_match('leads', 'contacts', threshold => 0.95, review => 0.5);
select row_id, against_row_id from crm_hygiene.matches where against = 'contacts'::regclass order by 1, 2;
-- Empty tables, and what cannot be matched.
create table nobody (id int primary key, name text, phone text);
select row_count, against_count, matched_rows from crm_match('nobody', 'leads');
select row_count, against_count, matched_rows from crm_match('leads', 'nobody');
create table things (id int primary key, weight numeric);
insert into things values (1, 2.5);
select crm_match('leads', 'things');
select crm_match('leads', 'leads');
select crm_match('leads', null);
select crm_match('leads', 'contacts', threshold => 2);
-- Gone with either table's registration.
select crm_unregister('contacts');
select count(*) from crm_hygiene.matches where against = 'contacts'::regclass;
-- Nothing of a run stays behind.
select count(*) from pg_class where relnamespace = 'crm_hygiene'::regnamespace and relname ~ '^(run|record)_[0-9]';
rollback;
