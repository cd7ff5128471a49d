-- The metrics of crm_quality, computed once more in plain SQL over the functions of values; every difference is a row.
-- What is valid: it has a normal form, and no error is known of it. Exactly equal, for both are quotients of the same counts.
set client_min_messages = warning;
create temp table cell as
select l.id, l.source, c.column_name, c.kind, c.value, c.value !~ '^\s*$' as filled,
       crm_normalize(c.kind, c.value) as normal,
       c.value !~ '^\s*$' and exists (select from crm_issues(c.kind, c.value) i where i.severity = 'error') as wrong
from leads l,
     lateral (values ('name', 'person_name', name), ('company', 'company', company), ('phone', 'phone', phone), ('email', 'email', email),
                     ('city', 'city', city), ('address', 'address', address)) c (column_name, kind, value);

create temp table expected (grouping text, group_value text, column_name text, metric text, good bigint, total bigint);
create temp table shown as
select g.grouping, g.group_value, c.column_name, c.id, c.filled, c.filled and c.normal is not null and not c.wrong as valid,
       c.normal = c.value as standard, c.normal, c.kind
from cell c, lateral (values (null::text, null::text), ('source', c.source)) g (grouping, group_value);

insert into expected
select grouping, group_value, column_name, 'completeness', count(*) filter (where filled), count(*) from shown group by 1, 2, 3
union all
select grouping, group_value, column_name, 'validity', count(*) filter (where valid), count(*) from shown where filled group by 1, 2, 3
union all
select grouping, group_value, column_name, 'standardisation', count(*) filter (where standard), count(*) from shown where valid group by 1, 2, 3
union all
select grouping, group_value, column_name, 'uniqueness', count(distinct normal), count(*) from shown where valid and kind in ('phone', 'email') group by 1, 2, 3;
-- The table's own figures are those of its columns together.
insert into expected
select grouping, group_value, null, metric, sum(good), sum(total) from expected where metric <> 'uniqueness' group by 1, 2, 4;
insert into expected
select g.grouping, g.group_value, null, 'uniqueness',
       count(*) - count(*) filter (where exists (select from crm_hygiene.duplicates d where d.relation = 'leads'::regclass and d.row_id = l.id::text and not d.is_primary)),
       count(*)
from leads l, lateral (values (null::text, null::text), ('source', l.source)) g (grouping, group_value) group by 1, 2;
insert into expected
select g.grouping, g.group_value, null, 'clean_rows', count(*) filter (where not w.wrong), count(*)
from leads l, lateral (values (null::text, null::text), ('source', l.source)) g (grouping, group_value),
     lateral (select bool_or(wrong) as wrong from cell where cell.id = l.id) w group by 1, 2;

create temp table found as
select grouping, group_value, column_name, metric, good, total from crm_hygiene.quality_metrics
where relation = 'leads'::regclass and coalesce(grouping, 'source') = 'source' and coalesce(column_name, '') not in ('created_at', 'source', 'entity_id');
select format('%s figures compared', count(*)) from expected;
select 'expected', e.* from (table expected except table found) e union all select 'found', f.* from (table found except table expected) f order by 2, 3, 4, 5, 1;
-- The score, by its formula.
select 'score', score from crm_hygiene.quality_summary where relation = 'leads'::regclass
and abs(score - (select 100 * sum(weight * good::float8 / total) / sum(weight)
                 from expected join (values ('completeness', 20), ('validity', 30), ('standardisation', 10), ('uniqueness', 25)) w (metric, weight) using (metric)
                 where grouping is null and column_name is null)) > 1e-9;
