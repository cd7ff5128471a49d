-- What each column of a table means: inferred, told, stored, forgotten.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'

-- Columns speak for themselves, in English …
create table leads (id bigint primary key, full_name text, given_name text, "lastName" text, company_name varchar(80), mobile text, "E_Mail" text, dob date, ssn text,
    addr text, address_2 text, city text, postcode text, website text, gender text, source text, notes text, created_at timestamptz, score numeric);
select * from crm_register('leads');
-- … and in Chinese.
create table "客户" ("编号" uuid primary key, "姓名" text, "手机号" text, "电话" text, "公司名称" text, "统一社会信用代码" text, "身份证号" text, "邮箱" text, "详细地址" text, "城市" text, "邮编" text,
    "出生日期" text, "微信" text, "来源" text, "创建时间" timestamptz, "备注" text);
select * from crm_register('客户');
-- Where the name says nothing, the values do.
create table silent_names (id int primary key, c1 text, c2 text, c3 text, c4 text, c5 text, c6 text);
insert into silent_names select i, (array['张伟', '李娜', '王芳', '刘洋', '陈静'])[1 + i % 5] , '138' || (12345670 + i * 7919), (array['zhang.wei', 'lina', 'liuyang'])[1 + i % 3] || i || '@' || (array['qq.com', '163.com'])[1 + i % 2], '深圳' || chr(20013 + i) || '信科技有限公司',
    (date '1980-01-01' + i * 37)::text, 'x'
from generate_series(1, 60) i;
select column_name, kind, part, matching, decided_by, confidence between 0 and 1 as confident from crm_register('silent_names');

-- What is told overrides what is inferred; null leaves a column out; the rest is inferred still.
select column_name, kind, part, matching, decided_by, confidence
from crm_register('leads', '{"source": "company", "notes": {"kind": "phone", "matching": false}, "mobile": null, "addr": {"kind": "address", "part": "line"}, "id": "external_id"}');
-- It is stored, once a table, and the last word counts.
select relation, region, key_columns from crm_hygiene.registry order by relation::text collate "C";
select column_name, ordinal, kind, part, matching, decided_by from crm_hygiene.registry_column where relation = 'leads'::regclass and decided_by = 'user' order by ordinal;
select count(*) from crm_register('leads', region => 'US');
select region, key_columns from crm_hygiene.registry where relation = 'leads'::regclass;
select count(*) from crm_hygiene.registry_column where relation = 'leads'::regclass and decided_by = 'user';
-- Told by dedupe, too.
select run_id is not null as ran from crm_dedupe('leads', columns => '{"notes": "phone"}', region => 'DE');
select region, kind, decided_by from crm_hygiene.registry join crm_hygiene.registry_column using (relation) where relation = 'leads'::regclass and column_name = 'notes';

-- A table without a key of its own.
create table no_key (a int, b text);
select count(*) from crm_register('no_key');
select count(*) from crm_register('no_key', key => '{a}');
select key_columns from crm_hygiene.registry where relation = 'no_key'::regclass;
-- A unique index over NOT NULL columns will do.
create table by_index (a int not null unique, b int unique, mobile text);
select count(*) from crm_register('by_index');
select key_columns from crm_hygiene.registry where relation = 'by_index'::regclass;

-- What cannot be meant is refused, and nothing changes.
select crm_register('leads', '{"nickname": "phone"}');
select crm_register('leads', '{"mobile": "telephone"}');
select crm_register('leads', '{"mobile": {"kind": "phone", "weight": 2}}');
select crm_register('leads', '{"mobile": {"matching": true}}');
select crm_register('leads', '{"mobile": {"kind": "phone", "part": "half"}}');
select crm_register('leads', '{"mobile": {"kind": "phone", "matching": "yes"}}');
select crm_register('leads', '{"mobile": 1}');
select crm_register('leads', '["mobile"]');
select crm_register('leads', '"phone"');
select crm_register('leads', 'null');
select crm_register('leads', region => 'China');
select crm_register('leads', region => 'XX');
select crm_register('leads', region => '');
select crm_register('leads', key => '{}');
select crm_register('leads', key => '{nickname}');
\set VERBOSITY sqlstate
select crm_register('leads', '{"nickname": "phone"}');
select crm_register('leads', '{"mobile": "telephone"}');
select crm_register('leads', '[]');
select crm_register('leads', region => 'China');
select crm_register('no_such_table');
select crm_register('no_key'::regclass, key => '{b,zzz}');
\set VERBOSITY default
select crm_register(4294967295::oid::regclass);
select region from crm_hygiene.registry where relation = 'leads'::regclass;
-- Nothing told is told: all inferred.
select count(*) filter (where decided_by = 'user') as told from crm_register('leads', '{}');

-- Forgetting a table takes its results along and leaves its rows alone.
insert into leads (id, full_name, mobile) values (1, '张伟', '13812345671'), (2, '张伟', '138 1234 5671');
select duplicate_rows from crm_dedupe('leads');
select crm_unregister('leads'), crm_unregister('leads'), crm_unregister('no_key');
select (select count(*) from crm_hygiene.registry_column where relation = 'leads'::regclass) as columns, (select count(*) from crm_hygiene.duplicates where relation = 'leads'::regclass) as members,
       (select count(*) from crm_hygiene.pairs where relation = 'leads'::regclass) as pairs, (select count(*) from leads) as rows;
rollback;
