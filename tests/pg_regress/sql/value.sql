-- Functions about one value, of any kind.
begin;
set client_min_messages = warning;
\set VERBOSITY default
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset format unaligned

-- The normal form of a value of every kind.
select kind, crm_normalize(kind, raw) as normal
from (values
    ('phone', '(+86) 138-1234-5671'), ('email', 'Zhang.San@GMAIL.com '), ('person_name', 'ZHANG,  San'), ('given_name', 'san'), ('family_name', 'ZHANG'),
    ('company', '飞瑞信息技术(南京)有限公司'), ('credit_code', '9144 0300-7152 6726xg'), ('national_id', '11010519491231002x'), ('external_id', ' oX-12345 '),
    ('date', '1978年12月11日'), ('address', '广州市天河区体育西路十二号'), ('city', '广州市'), ('postcode', '５１００００'), ('url', 'WWW.Huawei.com/'),
    ('category', ' VIP '), ('text', '  a   b ')
) as t(kind, raw);

-- The shorthands.
select crm_normalize_phone('13812345671'), crm_normalize_phone('(212) 984-4453', 'US'), crm_normalize_email('A@B.com'), crm_normalize_credit_code('9144030071526726xg');
select crm_normalize_name('张 伟 先生'), crm_normalize_company('飞瑞信息技术(南京)有限公司'), crm_normalize_address('天河区体育西路12号');

-- A normal form is its own normal form.
select kind, raw
from (select distinct kind from crm_codes()) kinds,
     unnest(array['13812345671', 'a@b.com', '张伟', 'Acme Ltd.', '9144030071526726XG', '1978-12-11', '上海市', 'x', '无', '']) as raw,
     crm_normalize(kind, raw) as normal
where crm_normalize(kind, normal) is distinct from normal;

-- What is wrong with a value, and what it should perhaps be.
select kind, raw, code, severity, message, suggestion
from (values ('phone', '13812345671'), ('phone', '139'), ('email', 'zhang@gmail.con'), ('email', 'zhang163.com'), ('credit_code', '9144030071526726XH'),
             ('national_id', '110105194912310021'), ('date', '1978-13-45'), ('person_name', '测试'), ('company', '无'), ('email', '')) as t(kind, raw),
     crm_issues(kind, raw);

-- Keys under which duplicates are found.
select crm_match_keys('phone', '138-1234-5671'), crm_match_keys('phone', '13812345671/13912345670'), crm_match_keys('email', 'z.s+x@gmail.com');
select crm_match_keys('person_name', '张伟') && crm_match_keys('person_name', 'Zhang Wei') as across_scripts,
       crm_match_keys('company', '飞瑞信息技术（南京）有限公司') && crm_match_keys('company', '南京飞瑞') as short_name;
select crm_match_keys('phone', '13800138000') as placeholder, crm_match_keys('phone', '') as empty;

-- How far two values agree.
select kind, a, b, round(crm_similarity(kind, a, b)::numeric, 2) as similarity
from (values
    ('phone', '13812345671', '+86 138 1234 5671'), ('phone', '13812345671', '13912345670'), ('email', 'z.s@gmail.com', 'zs+x@googlemail.com'),
    ('person_name', '张伟', '張偉'), ('person_name', '张伟', '李娜'), ('company', '飞瑞信息技术（南京）有限公司', '飞瑞信息技术(南京)有限公司'),
    ('date', '1978-12-11', '11.12.1978'), ('email', 'nothing', 'a@b.com'), ('phone', '无', '无')
) as t(kind, a, b);
select kind from (select distinct kind from crm_codes()) k where crm_similarity(kind, '张伟', '李娜') not between 0 and 1;

-- Values as a person without access may see them.
select kind, crm_mask(kind, raw)
from (values ('phone', '13812345671'), ('email', 'zhangsan@example.com'), ('person_name', '张伟'), ('person_name', 'Robert Smith'), ('company', '飞瑞信息技术有限公司'),
             ('credit_code', '9144030071526726XG'), ('national_id', '11010519491231002X'), ('external_id', 'oX-1234567'), ('date', '1978-12-11'),
             ('address', '广州市天河区体育西路12号'), ('text', 'secret'), ('phone', '1'), ('phone', '')) as t(kind, raw);

-- NULL in is NULL out, and no row.
select crm_normalize(null, 'x'), crm_normalize('phone', null), crm_normalize('phone', '1', null), crm_normalize_phone(null), crm_normalize_email(null),
       crm_normalize_name(null), crm_normalize_company(null), crm_normalize_address(null), crm_normalize_credit_code(null), crm_match_keys('phone', null),
       crm_similarity('phone', null, '1'), crm_similarity('phone', '1', null), crm_mask('phone', null);
select count(*) from crm_issues('phone', null);

-- Nothing, and nothing but white space, has no normal form and no keys, and says that it is empty.
select kind, crm_normalize(kind, raw), crm_match_keys(kind, raw), crm_mask(kind, raw)
from (select distinct kind from crm_codes()) kinds, unnest(array['', '   ', e'\t\n', '　']) as raw
where crm_normalize(kind, raw) is not null or crm_match_keys(kind, raw) <> '{}';
select kind, count(*) from (select distinct kind from crm_codes()) kinds, crm_issues(kind, '') where code = 'empty' and severity = 'info' group by kind order by kind collate "C";

-- What stands for nothing does so whatever the column, and with one code. (A number that can be dialled keeps its form.)
select raw, count(*) filter (where code = 'placeholder') as placeholders, count(*) filter (where code <> 'placeholder') as other_issues,
       count(crm_normalize(kind, raw)) as normal_forms, count(*) filter (where crm_match_keys(kind, raw) <> '{}') as with_keys
from (select distinct kind from crm_codes() where kind not in ('phone', 'email')) kinds,
     unnest(array['无', '测试', 'N/A', '个人', '不详', 'asdf', '13800138000', '11111111111', '12345678', 'test@test.com']) as raw, crm_issues(kind, raw)
group by raw order by raw collate "C";

-- Megabytes in one field are refused at once, by every kind and function.
create temp table megabytes as select repeat('张a1@，', 1250000) as raw;
select octet_length(raw) from megabytes;
select kind, crm_normalize(kind, raw) is null as none, crm_match_keys(kind, raw) as keys, crm_similarity(kind, raw, raw) as similarity, length(crm_mask(kind, raw)) < 100 as masked,
       (select string_agg(code, ',') from crm_issues(kind, raw)) as issues
from (select distinct kind from crm_codes()) kinds, megabytes
order by kind collate "C";

-- Emoji, right-to-left marks, combining characters and full width are values like any other.
select kind, raw
from (select distinct kind from crm_codes()) kinds,
     unnest(array['😀', '👨‍👩‍👧‍👦', e'\u202e张伟\u202c', 'محمد علي', 'יוסף כהן', e'e\u0301\u0301\u0301', e'\u200b', e'\ufeff', e'\u0001', '１３８１２３４５６７１', 'ﬁ', 'İ', 'ß', '𠮷野家']) as raw
where (crm_normalize(kind, raw) is not null and crm_normalize(kind, crm_normalize(kind, raw)) is distinct from crm_normalize(kind, raw))
   or crm_match_keys(kind, raw) is null or crm_mask(kind, raw) is null
   or crm_similarity(kind, raw, raw) not between 0 and 1;
select crm_normalize('phone', '１３８１２３４５６７１'), crm_normalize('email', 'ｚｈａｎｇ＠１６３．ｃｏｍ'), crm_normalize('company', 'ＡＢＣ科技有限公司'), crm_normalize('postcode', '５１８０００');
select crm_normalize('person_name', '𠮷田 一郎'), crm_normalize('person_name', e'\u200b张伟\ufeff'), crm_normalize('phone', e'\u202d13812345671\u202c'), crm_normalize('person_name', 'محمد علي');

-- A kind that there is not; a region that there is not.
select crm_normalize('telephone', '1');
\set VERBOSITY sqlstate
select crm_normalize('', '1');
select * from crm_issues('Phone', '1');
select crm_match_keys('x', '1');
select crm_similarity('x', '1', '2');
select crm_mask('x', '1');
\set VERBOSITY default
select crm_normalize('phone', '13812345671', 'XX');
select crm_normalize('phone', '+8613812345671', '');
\set VERBOSITY terse
select * from crm_issues('phone', '1', 'China');
select crm_match_keys('phone', '1', '86');
select crm_similarity('phone', '1', '2', 'C');
select crm_phone_info('1', 'XX');
select crm_phones('1', 'XX');
select crm_normalize_phone('1', 'XX');
select crm_name_info('x', 'XX');
select crm_address_info('x', 'XX');
select crm_date_info('x', 'XX');
select crm_national_id_info('x', 'XX');
select crm_postcode_info('x', 'XX');
\set VERBOSITY default
select crm_normalize('phone', '020 7946 0958', 'gb'), crm_normalize('phone', '020 7946 0958', 'UK');

-- Every code is a word, has a severity and a sentence, and is listed once.
select count(*) > 50 as many, count(distinct kind) as kinds from crm_codes();
select * from crm_codes() where code !~ '^[a-z][a-z0-9_]*$' or severity not in ('info', 'warning', 'error') or message !~ '^[A-Z].*\.$';
select kind, code from crm_codes() group by kind, code having count(*) > 1;

-- Versions, and where the data comes from.
select component from crm_version() where component in ('crm_hygiene', 'normalisation') and version ~ '^[0-9]' and source is null and licence is null;
select count(*) > 3 as data_sets, bool_and(version <> '' and source <> '' and licence <> '') as all_named from crm_version() where component not in ('crm_hygiene', 'normalisation');
rollback;
