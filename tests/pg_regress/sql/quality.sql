-- Quality: figures, groups, failing rows, targets, tiers, history and alerts, from a few rows whose state is known.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'
create table leads (id int primary key, name text, phone text, email text, source text, seen_at date, opened date, closed date);
insert into leads values
    (1, '张伟', '+8613912345678', 'zhang@qq.com', 'web', current_date, '2024-01-01', '2024-02-01'),
    (2, '张伟', '139 1234 5678', 'zhang@qq,com', 'web', current_date - 40, '2024-03-01', '2024-02-01'),
    (3, '李娜', '12', '', 'shop', current_date - 400, null, null),
    (4, null, '  ', null, 'shop', null, '2024-01-01', null),
    (5, '王芳', '+8613812345670', 'wang@example.cn', null, current_date, '2024-01-01', '2024-01-01');
select crm_add_check('leads', 'order', 'compare', '{opened}', '{"operator": "<=", "column": "closed"}');
select crm_set_max_age('leads', 'seen_at', '90 days');
select crm_set_tiers('leads', closed_column => 'source', closed_values => '{web}', activity_column => 'seen_at', recent => '30 days');
select crm_set_target('leads', 'validity', 'phone', 0.75), crm_set_target('leads', 'validity', 'email', 0.9), crm_set_target('leads', 'score', null, 99);
select row_count, score::numeric(5, 2), completeness::numeric(5, 4), validity::numeric(5, 4), standardisation::numeric(5, 4), uniqueness, consistency,
       timeliness, clean_rows, issues, new_issues, resolved_issues from crm_quality('leads');
select column_name, kind, row_count, filled, completeness, validity, standardisation::numeric(5, 4), uniqueness::numeric(5, 4), timeliness, invalid
from crm_hygiene.quality_by_column where relation = 'leads'::regclass order by ordinal;
select grouping, group_value, row_count, score::numeric(5, 2), completeness::numeric(5, 4), validity::numeric(5, 4), consistency, clean_rows
from crm_hygiene.quality_by_source where relation = 'leads'::regclass order by 1, 2;
select row_id, column_name, check_name, code, severity, suggestion, tier, first_seen = now() as first_now from crm_hygiene.issues where relation = 'leads'::regclass order by 1, 2, 4;
select column_name, code, tier, rows, cost from crm_hygiene.issue_counts where relation = 'leads'::regclass order by 1, 2, 3;
select metric, value::numeric(5, 4), weight, points::numeric(5, 2) from crm_hygiene.quality_score where relation = 'leads'::regclass order by metric;
select sum(points)::numeric(5, 2) as points, (select score::numeric(5, 2) from crm_hygiene.quality_summary where relation = 'leads'::regclass) as score
from crm_hygiene.quality_score where relation = 'leads'::regclass;
select metric, column_name, goal, value::numeric(6, 4), met, gap::numeric(6, 4) from crm_hygiene.targets where relation = 'leads'::regclass order by 1, 2;
select grouping, group_value, numbers, valid from crm_hygiene.phone_quality where relation = 'leads'::regclass order by 1, 2;

-- Weights and costs are the user's.
select crm_set_weight('validity', 0), crm_set_unit_cost('phone', 'sms', 2, units => 3), crm_set_unit_cost('date', 'visit', 7);
select metric, weight, is_default from crm_hygiene.score_weights order by 1;
select kind, item, units, amount, is_default from crm_hygiene.unit_costs order by 1, 2;
select column_name, code, cost from crm_hygiene.issue_counts where relation = 'leads'::regclass and cost > 0 order by 1, 2;
select crm_set_weight('validity', null), crm_set_unit_cost('phone', 'sms', null), crm_set_unit_cost('date', 'visit', null);

-- What is mended is resolved; what stays knows since when; duplicates make uniqueness known.
update leads set phone = '+8613712345679' where id = 3;
update leads set email = 'li@@qq.com' where id = 3;
update crm_hygiene.quality_issue set first_seen = '2020-01-01' where relation = 'leads'::regclass;
select duplicate_rows from crm_dedupe('leads');
select uniqueness, issues, new_issues, resolved_issues from crm_quality('leads', by => '{opened}');
select row_id, column_name, code, first_seen < '2021-01-01' as known from crm_hygiene.issues where relation = 'leads'::regclass order by 1, 2, 3;
select grouping, group_value, row_count, duplicate_rows from crm_hygiene.quality_by_source where relation = 'leads'::regclass order by 1, 2;
select groupings from crm_hygiene.quality_run where relation = 'leads'::regclass;

-- Snapshots are kept, other measurements are not. A drop that is not normal is an alert.
select alerts from crm_quality_snapshot('leads');
select issues from crm_quality('leads');
select alerts from crm_quality_snapshot('leads');
update leads set phone = 'x' where id in (1, 2);
select alerts from crm_quality_snapshot('leads');
select column_name, metric, value::numeric(5, 4), previous::numeric(5, 4), change::numeric(5, 4), normal_drop from crm_hygiene.alerts where relation = 'leads'::regclass order by 1 nulls first, 2;
select count(distinct run_id) as snapshots, count(*) filter (where metric = 'score' and grouping is null) as scores,
       count(*) filter (where change < 0 and column_name = 'phone' and metric = 'validity') as drops
from crm_hygiene.quality_history where relation = 'leads'::regclass;

-- By sample: all of a small table is looked at.
select column_name, problem, sample_rows, bad_rows, rate, low < rate or rate = 0 as low, high > rate as high, estimated_rows from crm_sample_audit('leads', 100, 3) where bad_rows > 0;
select stratum, sample_rows, bad_rows, rate from crm_sample_audit('leads', 100, 3, 'source') where problem = 'invalid' and column_name = 'phone';

-- The report.
select crm_report('leads') like '<!DOCTYPE html>%Data quality report%crm_protect%</html>%' as en, crm_report('leads', 'zh') like '%数据质量报告%' as zh;
select crm_report('leads') ~ '13912345678|张伟|zhang@' as shows_values;

-- Other shapes: no rows, a key of two columns, partitions, a view with a named key, hostile names.
create table nothing (id int primary key, phone text);
select row_count, score, issues from crm_quality('nothing');
select length(crm_report('nothing')) > 1000 as page, (select count(*) from crm_sample_audit('nothing')) as audit;
create table parts (shop text, no int, phone text, primary key (shop, no)) partition by list (shop);
create table parts_a partition of parts for values in ('a');
create table parts_b partition of parts for values in ('b');
insert into parts values ('a', 1, '12'), ('b', 1, '13912345678');
select row_count, validity, issues from crm_quality('parts', by => '{shop}');
select row_id, column_name, code from crm_hygiene.issues where relation = 'parts'::regclass;
select crm_report('parts') like '%***%' as example, (select sum(bad_rows) from crm_sample_audit('parts') where problem = 'invalid') as audit;
create view seen as select id, phone from leads;
select count(*) from crm_register('seen', key => '{id}');
select row_count, issues from crm_quality('seen');
create table "odd ""; drop table leads" ("id""" int primary key, "phone""; --" text, "source" text);
insert into "odd ""; drop table leads" values (1, repeat('九', 100000) || E'\U0001F600', E'\u202Esource'';'), (2, '１３９１２３４５６７８', '');
select count(*) from crm_register('"odd ""; drop table leads"', '{"phone\"; --": "phone"}');
select row_count, validity, standardisation, issues from crm_quality('"odd ""; drop table leads"');
select crm_set_max_age('"odd ""; drop table leads"', 'phone"; --', '1 day');
select replace(group_value, U&'\202E', '<RLO>') as group_value, row_count from crm_hygiene.quality_by_source where relation = '"odd ""; drop table leads"'::regclass order by 1;
select crm_report('"odd ""; drop table leads"') like '%odd &#34;&#34;; drop%' as escaped;

-- Mistakes.
select crm_quality(null);
select crm_quality('pg_class_oid_index');
select crm_quality('leads', '{nowhere}');
select crm_quality('leads', '{phone}');
select crm_quality('leads', array[null]);
select crm_report('leads', 'fr');
select crm_report('leads', null);
select crm_sample_audit('leads', 0);
select crm_sample_audit('leads', stratum => 'nowhere');
select crm_set_weight('beauty', 1);
select crm_set_weight('validity', -1);
select crm_set_weight('validity', 'NaN');
select crm_set_unit_cost('nothing', 'sms', 1);
select crm_set_unit_cost('phone', 'sms', 'Infinity');
select crm_set_max_age('leads', 'nowhere', '1 day');
select crm_set_max_age('leads', 'seen_at', '-1 day');
select crm_set_max_age(null, 'seen_at', '1 day');
select crm_set_tiers('leads', closed_column => 'source');
select crm_set_target('leads', 'beauty', null, 1);
select crm_set_target('leads', 'validity', 'phone', 2);
select crm_set_target('leads', 'clean_rows', 'phone', 1);
\set VERBOSITY terse
select crm_schedule('leads', 'snapshot', 'nightly');
select crm_schedule('leads', 'snapshot', 'sometimes');
select crm_schedule('leads', 'cleaning', 'nightly');
select crm_schedule('leads', 'snapshot', '2027-02-31');
\set VERBOSITY default
select crm_unschedule('leads', 'snapshot');

-- A role that may only read sees the views and changes nothing; who operates needs the table as well.
create role regress_crm_bi;
select crm_grant('regress_crm_bi', 'read');
set role regress_crm_bi;
select count(*) > 0 as summary, (select count(*) > 0 from crm_hygiene.issues) as issues, (select count(*) > 0 from crm_hygiene.quality_history) as history,
       (select count(*) > 0 from crm_hygiene.targets) as targets, (select count(*) > 0 from crm_hygiene.alerts) as alerts from crm_hygiene.quality_summary;
\set VERBOSITY sqlstate
select crm_quality('leads');
select crm_set_weight('validity', 1);
delete from crm_hygiene.quality_issue;
\set VERBOSITY default
reset role;
select crm_grant('regress_crm_bi', 'operate');
set role regress_crm_bi;
\set VERBOSITY terse
select crm_quality('leads');
select crm_sample_audit('leads');
select crm_set_target('leads', 'validity', null, 1);
\set VERBOSITY default
select crm_report('leads') like '%</html>%' as figures, crm_report('leads') like '%***%' as examples;
reset role;

-- Forgotten with the table.
select crm_unregister('leads');
select (select count(*) from crm_hygiene.issues where relation = 'leads'::regclass) as issues, (select count(*) from crm_hygiene.quality_history where relation = 'leads'::regclass) as history,
       (select count(*) from crm_hygiene.targets where relation = 'leads'::regclass) as targets;
rollback;
