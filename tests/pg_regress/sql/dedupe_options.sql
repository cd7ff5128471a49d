-- Looking before leaping, ids that stay, weights fitted ahead, and memory.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'
create table leads (id int primary key, name text, phone text, email text);
insert into leads values
    (5, '张伟', '13812345671', 'zhangwei@feirui.cn'), (6, '张偉', '13812345671', null),
    (8, '李娜', '13912345670', null), (9, '李娜', '13912345670', null), (20, '王强', '13612340001', null);

-- What a run would change is shown, and nothing is stored.
select run_id, clusters, duplicate_rows from crm_dedupe('leads', apply => false);
select row_id, change, cluster_before, cluster_after from crm_dedupe_changes('leads');
select count(*) from crm_hygiene.duplicates where relation = 'leads'::regclass;
select count(*) from crm_hygiene.registry where relation = 'leads'::regclass;
select count(*) from pg_class where relnamespace = 'crm_hygiene'::regnamespace and relname ~ '^(run|record)_[0-9]';

select clusters from crm_dedupe('leads');
select cluster_id, row_id, is_primary from crm_hygiene.duplicates where relation = 'leads'::regclass order by row_id::int;
-- A group keeps its id when an earlier row joins, when it loses its first row, and when two groups merge.
insert into leads values (1, '张伟', '13812345671', null);
delete from leads where id = 8;
insert into leads values (10, '李娜', '13912345670', null);
select row_id, change, cluster_before, cluster_after from crm_dedupe_changes('leads');
select clusters from crm_dedupe('leads');
select cluster_id, row_id, is_primary from crm_hygiene.duplicates where relation = 'leads'::regclass order by row_id::int;
update leads set name = '张伟', phone = '13812345671' where id in (9, 10);
select clusters from crm_dedupe('leads');
select cluster_id, row_id, is_primary from crm_hygiene.duplicates where relation = 'leads'::regclass order by row_id::int;
-- Nothing to do is nothing to change.
select count(*) from crm_dedupe_changes('leads');

-- Weights can be fitted ahead of a run; every level of a field has one.
select kind, count(*) > 1 as levels, bool_and(weight between -30 and 40) as weights, abs(sum(m) - 1) < 0.01 as distribution from crm_train('leads') group by kind order by kind;
select rows from crm_hygiene.model where relation = 'leads'::regclass;

-- The memory of a run is a setting; what does not fit takes more passes and gives the same.
set crm_hygiene.memory = '16MB';
select clusters, duplicate_rows from crm_dedupe('leads', full => true);

-- A key may have a collation of its own, and parts that leave with their rows.
create table collated (code text collate "POSIX" primary key, name text, phone text) partition by range (code);
create table collated_a partition of collated for values from (minvalue) to ('m');
create table collated_m partition of collated for values from ('m') to (maxvalue);
insert into collated values ('a1', 'Ann Lee', '+12125550101'), ('m1', 'Ann Lee', '+12125550101'), ('m2', 'Bob Ray', '+12125550102');
select clusters, duplicate_rows from crm_dedupe('collated');
select t.code, d.cluster_id from collated t join crm_hygiene.duplicates d on d.row_id = t.code collate "C" order by 1;
select count(*) > 0 as guarded from crm_protect('collated', on_duplicate => 'flag');
alter table collated detach partition collated_m;
insert into collated values ('b1', 'Ann Lee', '(212) 555-0101');
select row_id, cluster_id from crm_hygiene.duplicates where relation = 'collated'::regclass order by row_id;
select clusters, duplicate_rows from crm_dedupe('collated');

-- Misuse.
select crm_dedupe('leads', apply => null);
select crm_dedupe('leads', threshold => 1.5);
select crm_dedupe('leads', threshold => 0.9, review => 0.95);
select crm_train(null);
select crm_train('pg_indexes');
rollback;
