-- What a database has that uses the extension: tables under care with every sort of key, and results.
set client_min_messages = warning;
create table customers (source text, number int, mobile text, company_name text, primary key (source, number));
insert into customers
select 'web', i, '138' || lpad((i / 2)::text, 8, '7'), '北京测试' || i / 2 || '有限公司' from generate_series(1, 40) i;
create table "odd ""name" (id uuid primary key, 手机号 text, 姓名 text);
insert into "odd ""name" select md5(i::text)::uuid, '1391234' || lpad((i / 3)::text, 4, '0'), '欧阳' || chr(30000 + i / 3) from generate_series(1, 30) i;
select crm_register('customers', '{"mobile": "phone", "company_name": "company"}');
select crm_dedupe('leads') from pg_class where oid = to_regclass('leads');
select crm_dedupe('customers');
select crm_dedupe('"odd ""name"');
select crm_set_target('customers', 'validity', 'mobile', 0.9), crm_set_max_age('leads', 'created_at', '1 year'), crm_set_tiers('leads', tier_column => 'source'),
       crm_set_weight('validity', 40), crm_set_unit_cost('phone', 'sms', 0.04);
select crm_quality_snapshot('customers');
select crm_quality('customers', '{source}');
select crm_quality_snapshot('"odd ""name"');
