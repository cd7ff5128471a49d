-- What a database has that uses the extension: tables under care with every sort of key, and results.
set client_min_messages = warning;
create table customers (source text, number int, mobile text, company_name text, primary key (source, number));
insert into customers
select 'web', i, '138' || lpad((i / 2)::text, 8, '7'), '北京测试' || i / 2 || '有限公司' from generate_series(1, 40) i;
create table "odd ""name" (id uuid primary key, 手机号 text, 姓名 text);
insert into "odd ""name" select md5(i::text)::uuid, '1391234' || lpad((i / 3)::text, 4, '0'), '欧阳' || chr(30000 + i / 3) from generate_series(1, 30) i;
select crm_add_phone_range('CN', '149', 11, 'mobile', '中国电信');
select crm_register('customers', '{"mobile": "phone", "company_name": "company"}');
select crm_dedupe('leads') from pg_class where oid = to_regclass('leads');
select crm_dedupe('customers');
select crm_dedupe('"odd ""name"');
select crm_set_target('customers', 'validity', 'mobile', 0.9), crm_set_max_age('leads', 'created_at', '1 year'), crm_set_tiers('leads', tier_column => 'source'),
       crm_set_weight('validity', 40), crm_set_unit_cost('phone', 'sms', 0.04);
select crm_quality_snapshot('customers');
select crm_quality('customers', '{source}');
select crm_quality_snapshot('"odd ""name"');
-- Guarded tables of every shape: restoring them must not fail on the guard, nor change a value that came in past it.
create table guarded_accounts (company text primary key);
create table guarded (id int, region text, company text references guarded_accounts, mobile text, mobile_raw text, email text, upper_email text generated always as (upper(email)) stored,
    primary key (id, region)) partition by list (region);
create table guarded_us (mobile text, id int not null, region text not null, email text, upper_email text generated always as (upper(email)) stored, mobile_raw text, company text);
alter table guarded attach partition guarded_us for values in ('US');
create table guarded_cn partition of guarded for values in ('CN');
insert into guarded_accounts values ('騰訊科技(深圳)有限公司');
select crm_add_check('guarded', 'one number', 'unique', '{mobile}');
select crm_add_check('guarded', 'mailbox', 'required', '{email}', '{"when": {"region": "CN"}}', 'warning');
select crm_protect('guarded', on_duplicate => 'flag', columns => '{"mobile": {"raw": "mobile_raw"}}', checks => '{"one number": "reject"}');
insert into guarded (id, region, company, mobile, email)
values (1, 'CN', '騰訊科技(深圳)有限公司', '138 1234 5671', 'A@QQ.com'), (2, 'CN', null, '12', null), (3, 'US', null, '+1 404 735 9036', 'bob@qq,com');
set crm_hygiene.guard = off;
insert into guarded (id, region, mobile, email) values (4, 'US', '(404) 735-9037', ' Past@The.Guard ');
reset crm_hygiene.guard;
create table standardized (id int primary key, mobile text);
insert into standardized values (1, '138 1234 5671'), (2, '12');
select crm_standardize('standardized', apply => true);
-- One that is guarded against another table, which has no guard of its own.
create table known (no text primary key, 姓名 text, 手机 text);
create table asked (id int primary key, name text, mobile text);
insert into known values ('K-1', '张伟', '138 1234 5671');
select crm_register('known', '{"no": null}');
select crm_protect('asked', on_duplicate => 'flag', against => '{known}');
insert into asked values (1, '张伟', '13812345671'), (2, '李娜', '13912345670');
select crm_protect('asked', on_duplicate => 'reject', against => '{known}');
insert into known values ('K-2', '王芳', '137 1234 5679');
