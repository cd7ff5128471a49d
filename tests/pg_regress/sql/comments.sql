-- Every object of the extension says what it is for: \df+, \dv+ and BI tools show it.
begin;
select pg_describe_object(d.classid, d.objid, 0) as without_comment
from pg_depend d
join pg_extension e on e.oid = d.refobjid and d.refclassid = 'pg_extension'::regclass
where e.extname = 'crm_hygiene' and d.deptype = 'e'
  and d.classid not in ('pg_cast'::regclass, 'pg_type'::regclass, 'pg_trigger'::regclass)
  and not exists (select from pg_class c where d.classid = 'pg_class'::regclass and c.oid = d.objid and c.relkind in ('i', 'S'))
  and not exists (select from pg_description t where t.classoid = d.classid and t.objoid = d.objid and t.objsubid = 0)
order by 1;
-- types that are not merely the row or array of something else
select pg_describe_object(d.classid, d.objid, 0) as type_without_comment
from pg_depend d
join pg_extension e on e.oid = d.refobjid and d.refclassid = 'pg_extension'::regclass
join pg_type t on t.oid = d.objid and t.typelem = 0 and not exists (select from pg_class c where c.oid = t.typrelid and c.relkind <> 'c')
where e.extname = 'crm_hygiene' and d.deptype = 'e' and d.classid = 'pg_type'::regclass
  and obj_description(t.oid, 'pg_type') is null
order by 1;
-- columns of the views, which reports are built on
select c.oid::regclass || '.' || a.attname as column_without_comment
from pg_depend d
join pg_extension e on e.oid = d.refobjid and d.refclassid = 'pg_extension'::regclass
join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid and c.relkind = 'v'
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where e.extname = 'crm_hygiene' and d.deptype = 'e' and col_description(c.oid, a.attnum) is null
order by 1;
rollback;
