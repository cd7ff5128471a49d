-- The intervals of a hundred audits, against what the whole table has: rates that fewer than 94 of them hold.
set client_min_messages = warning;
create temp table truth as
select column_name, code as problem, sum(rows)::float8 / (select count(*) from leads) as rate
from crm_hygiene.issue_counts where relation = 'leads'::regclass and column_name is not null group by 1, 2
union all
select column_name, 'missing', 1 - completeness from crm_hygiene.quality_by_column where relation = 'leads'::regclass
union all
select column_name, 'invalid', invalid::float8 / row_count from crm_hygiene.quality_by_column where relation = 'leads'::regclass and invalid is not null;
create temp table audit as
select s.stratified, a.*, seed from generate_series(1, 100) seed, (values (null), ('source')) s (stratified), crm_sample_audit('leads', 1000, seed, s.stratified) a
where a.stratum is null;
create temp table held as
select a.stratified, a.column_name, a.problem, count(*) filter (where t.rate between a.low and a.high) as held, count(*) as told, min(a.sample_rows) as sample_rows
from audit a join truth t using (column_name, problem) group by 1, 2, 3;
select format('%s rates told by 100 audits, each with and without strata; %s of 100 intervals hold the true rate, at least %s for each rate',
              count(*), round(avg(100.0 * held / told), 1), min(100 * held / told)) from held;
-- A problem that an audit did not see is not told, so its share counts.
select column_name, problem, stratified, held, told from held where held < 0.94 * told and told >= 50;
-- The same seed, the same rows.
select 'not repeatable' from (select * from crm_sample_audit('leads', 500, 42) except select * from crm_sample_audit('leads', 500, 42)) d limit 1;
