-- Rules that decide about pairs before the model does.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'
create table leads (id int primary key, name text, phone text, email text, company text, national_id text);
insert into leads values
    (1, '张伟', '13812345671', 'zhangwei@feirui.cn', '飞瑞信息技术有限公司', null),
    (2, '张伟', '13812345671', 'zhangwei@feirui.cn', '飞瑞信息技术有限公司', null),
    (3, '李娜', '13912345670', null, null, '11010519491231002X'),
    (4, '李娜', '13912345670', null, null, '440524188001010014'),
    (5, '王强', '13712345672', null, null, null),
    (6, '赵敏', '13712345672', null, null, null),
    (7, '孙立', null, 'sunli@example.org', '正大科技有限公司', null),
    (8, '孙丽', null, 'sunli@example.org', '正大科技有限公司', null);

-- Built in: different ids are different people, one phone under two names is for a person to decide.
select clusters from crm_dedupe('leads');
select row_a, row_b, decision, rule from crm_hygiene.pairs where relation = 'leads'::regclass order by 1, 2;
select level from crm_explain('leads', '3', '4') where field in ('decision', 'rule');

-- The table's own come first.
select crm_add_rule('leads', 'phone is enough', '{"phone": "exact"}', 'duplicate');
select crm_add_rule('leads', 'never by e-mail', '{"email": "exact", "name": ["similar", "same sound", "close"]}', 'distinct', priority => 1);
select position, name, conditions, action from crm_hygiene.rules order by position, name;
select reason from crm_hygiene.stale where relation = 'leads'::regclass;
select clusters from crm_dedupe('leads');
select row_a, row_b, decision, rule from crm_hygiene.pairs where relation = 'leads'::regclass order by 1, 2;
select reason from crm_hygiene.stale where relation = 'leads'::regclass;
select level from crm_explain('leads', '5', '6') where field in ('decision', 'rule');

-- Replaced by name, removed by name.
select crm_add_rule('leads', 'phone is enough', '{"phone": "exact", "person_name": "agree"}', 'duplicate');
select position, name, action from crm_hygiene.rules order by position, name;
select crm_drop_rule('leads', 'never by e-mail'), crm_drop_rule('leads', 'no such rule');
select name from crm_hygiene.rules;

-- What cannot be read is refused, with what could be.
select crm_add_rule('leads', 'x', '{"phome": "exact"}', 'duplicate');
select crm_add_rule('leads', 'x', '{"phone": "equal-ish"}', 'duplicate');
select crm_add_rule('leads', 'x', '{"phone": 3}', 'duplicate');
select crm_add_rule('leads', 'x', '{"phone": {"at least": "exact"}}', 'duplicate');
select crm_add_rule('leads', 'x', '["phone"]', 'duplicate');
select crm_add_rule('leads', 'x', '{}', 'duplicate');
select crm_add_rule('leads', 'x', '{"phone": "exact"}', 'merge');
select crm_add_rule('leads', '', '{"phone": "exact"}', 'duplicate');
select crm_add_rule('leads', null, '{"phone": "exact"}', 'duplicate');
select crm_add_rule('leads', 'x', null, 'duplicate');
select crm_add_rule('leads', 'x"; drop table leads; --', '{"a\"\"b; drop": "exact"}', 'review');
select crm_drop_rule('pg_class', 'x');

-- A rule of a column that no longer takes part is left out, and said so.
set client_min_messages = notice;
select crm_add_rule('leads', 'same id', '{"national_id": "exact"}', 'duplicate');
set client_min_messages = warning;
alter table leads drop column national_id;
select clusters from crm_dedupe('leads');
-- Gone with the table's registration.
select crm_unregister('leads');
select count(*) from crm_hygiene.rules;
rollback;
