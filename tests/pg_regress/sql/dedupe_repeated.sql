-- Rows that read the same as many others: the first stands for all.
begin;
set client_min_messages = warning;
create table contacts (id int primary key, name text, company text, phone text, email text, note text);
insert into contacts
    select i, 'Ines Moreau ' || chr(65 + i % 26), 'Fabrik ' || md5(i::text), '+33 6 12 ' || lpad((i * 7919 % 1000000)::text, 6, '0'), md5(i::text) || '@orange.fr'
    from generate_series(1, 300) i;
-- One row imported a thousand times, a thousand of the commonest name and nothing else, and a thousand with a placeholder.
insert into contacts select i, '张伟', '华为技术有限公司', '139 1234 5678', 'zhang.wei@huawei.com', 'import ' || i from generate_series(1001, 2000) i;
insert into contacts select i, 'John Smith', null, null, null from generate_series(2001, 3000) i;
insert into contacts select i, null, null, '13800138000', null from generate_series(3001, 4000) i;
-- A row that is the same customer as the thousand, and reads differently.
insert into contacts values (5000, 'Zhang Wei', '华为', '+86 13912345678', 'zhang.wei@huawei.com');

select row_count, duplicate_pairs, review_pairs, clusters, duplicate_rows, hot_values from crm_dedupe('contacts');
select cluster_id, count(*), min(row_id), max(row_id), bool_or(row_id = cluster_id and is_primary) as by_first
from crm_hygiene.duplicates where relation = 'contacts'::regclass group by 1;
select field, value, reason, rows from crm_hygiene.hot_values where relation = 'contacts'::regclass and rows > 900 order by 1, 2, 3, 4;

-- every pair is with the first, and is explained as it was decided
select row_a, count(*), min(row_b), max(row_b), decision, round(weight::numeric, 1) as weight from crm_hygiene.pairs
where relation = 'contacts'::regclass group by row_a, decision, weight order by 2 desc;
select field, level, round(total::numeric, 1) as total from crm_explain('contacts', '1001', '1777');
select field, level, round(total::numeric, 1) as total from crm_explain('contacts', '1500', '1777') where field = 'decision';
select field, level from crm_explain('contacts', '2001', '2777') where field = 'decision';

-- what it would do when one that stands for others is gone and one more comes; and the name that stays
delete from contacts where id = 1001;
insert into contacts values (7001, '张伟', '华为技术有限公司', '+86 139 1234 5678', 'zhang.wei@huawei.com');
select duplicate_rows from crm_dedupe('contacts', apply => false);
select * from crm_dedupe_changes('contacts');
select count(*), min(cluster_id) from crm_hygiene.duplicates where relation = 'contacts'::regclass;
select duplicate_rows from crm_dedupe('contacts');
select count(*), min(cluster_id), max(cluster_id) from crm_hygiene.duplicates where relation = 'contacts'::regclass;
select count(*), min(row_a), max(row_a) from crm_hygiene.pairs where relation = 'contacts'::regclass;

-- so many that become many, and few again
insert into contacts select i, '李娜', '小米科技有限责任公司', '136 5432 1098', 'li.na@xiaomi.com' from generate_series(8001, 8050) i;
select clusters, duplicate_rows from crm_dedupe('contacts');
insert into contacts values (8051, '李娜', '小米科技有限责任公司', '136 5432 1098', 'li.na@xiaomi.com');
select clusters, duplicate_rows from crm_dedupe('contacts');
delete from contacts where id between 8001 and 8010;
select clusters, duplicate_rows from crm_dedupe('contacts');

-- the weights fitted beforehand, another table, and nothing left behind
select count(*) > 0 as fitted from crm_train('contacts');
select clusters, duplicate_rows from crm_dedupe('contacts');
create table leads (id int primary key, name text, company text, phone text, email text);
insert into leads values (1, '张伟', '华为', '13912345678', 'zhang.wei@huawei.com');
select row_count, against_count, duplicate_pairs from crm_match('leads', 'contacts');
select count(*) from pg_class where relnamespace = 'crm_hygiene'::regnamespace and relname ~ '^run_[0-9]';

-- nothing but repeated rows, and nothing but NULL
create table same (id int primary key, name text, email text);
insert into same select i, 'Ana Souza', 'ana.souza@globo.com' from generate_series(1, 2000) i;
select row_count, clusters, duplicate_rows from crm_dedupe('same');
update same set name = null, email = null;
select clusters, duplicate_rows from crm_dedupe('same');

-- values that were counted up: one digit makes another customer
create table counted (id int primary key, name text, phone text);
insert into counted select i, '客户' || i, (13912340000 + i)::text from generate_series(1, 20000) i;
select row_count, clusters, duplicate_rows from crm_dedupe('counted');
rollback;
