-- A thousand rows are changed: a quarter each gets another telephone, is rewritten as it was, is deleted, and is new. Then the same table
-- again with one placeholder telephone in a twentieth of its rows. Prints seconds, and whether the run over changes left what a full one leaves.
\set QUIET on
\pset format unaligned
\pset tuples_only on
set client_min_messages = warning;
create function pg_temp.result() returns text language sql as $$
    select md5(coalesce((select string_agg(row(row_a, row_b, decision, weight, levels, rule)::text, ',' order by row_a collate "C", row_b collate "C")
                         from crm_hygiene.pair where relation = 'leads'::regclass), '') ||
               coalesce((select string_agg(row(row_id, cluster_id, is_primary, confidence)::text, ',' order by row_id collate "C")
                         from crm_hygiene.cluster_member where relation = 'leads'::regclass), ''))
$$;

create temp table picked as
    select id, row_number() over (order by hashint8(id)) as nth from leads order by hashint8(id) limit 1000;
create temp table added as
    select 1000000000 + l.id as id, name, company, phone, email, city, address, created_at, source from leads l join picked p using (id) where nth % 4 = 3;
update leads l set phone = o.phone from picked p, leads o where p.id = l.id and nth % 4 = 0 and o.id = (l.id * 7919) % 10000 + 1;
update leads l set name = name from picked p where p.id = l.id and nth % 4 = 1;
delete from leads l using picked p where p.id = l.id and nth % 4 = 2;
insert into leads select * from added;

select extract(epoch from elapsed) as seconds, changed_rows from crm_dedupe('leads') \gset changes_
select pg_temp.result() as result \gset changes_
select extract(epoch from elapsed) as seconds from crm_dedupe('leads', full => true) \gset again_
select pg_temp.result() = :'changes_result' as same \gset

-- Forgotten, so that the weights are fitted anew each time.
select crm_unregister('leads') \gset
select extract(epoch from elapsed) as seconds from crm_dedupe('leads') \gset without_
select crm_unregister('leads') \gset
update leads set phone = '13800138000' where id % 20 = 7;
vacuum leads;
select extract(epoch from elapsed) as seconds from crm_dedupe('leads') \gset with_

select format('changes: %s rows differ, %s s after %s s for all: %s %%, %s', :'changes_changed_rows', round(:changes_seconds, 2), round(:without_seconds, 1),
              round(100 * :changes_seconds / :without_seconds, 1), case when :'same' then 'the same result' else 'ANOTHER RESULT' end);
select format('one placeholder telephone in %s rows: %s s, without it %s s: %s times', (select count(*) from leads where phone = '13800138000'), round(:with_seconds, 1),
              round(:without_seconds, 1), round(:with_seconds / :without_seconds, 2));
