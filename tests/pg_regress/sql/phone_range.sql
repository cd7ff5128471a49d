-- Telephone number ranges newer than the data compiled in.
begin;
set client_min_messages = warning;
\set VERBOSITY default
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset format unaligned

select crm_phone_ranges() is null as none_yet;
select crm_add_phone_range('CN', '149', 11, 'mobile', '中国电信', 'plan of 2026') as added, crm_add_phone_range('cn', '149', 11, 'mobile', '中国电信') as again;
select crm_add_phone_range('CN', '1440', 13, operator => '  ');
select region, prefix, length, number_type, operator, note from crm_hygiene.phone_range order by prefix;
select crm_phone_ranges();

-- Values: only where the ranges are given, so that the functions can be IMMUTABLE.
select raw, valid, number_type, operator, reason from unnest(array['149-1234-5670', '1440123556789']) raw, crm_phone_info(raw);
select raw, valid, number_type, operator, reason from unnest(array['149-1234-5670', '1440123556789']) raw, crm_phone_info(raw, ranges => crm_phone_ranges());
select crm_normalize_phone('1440123556789', ranges => crm_phone_ranges()), crm_phones('1440123556789/14912345670', 'CN', null, crm_phone_ranges()),
       crm_normalize_phone('14912345670', 'US', ranges => crm_phone_ranges()), crm_normalize_phone('1440123556789', ranges => '');
select provolatile, proparallel from pg_proc where proname in ('crm_normalize_phone', 'crm_phone_info', 'crm_phones') group by 1, 2;

-- Tables: profiling, deduplication and explaining know them.
create table leads (id int primary key, phone text);
insert into leads values (1, '1440123556789'), (2, '+86 1440 123 556 789'), (3, '13912345670');
select valid_rate::numeric(3, 2) from crm_profile('leads') where column_name = 'phone';
select row_count, duplicate_pairs from crm_dedupe('leads', columns => '{"phone": "phone"}');
select plan ->> 'phone_ranges' from crm_hygiene.run where relation = 'leads'::regclass;
select level from crm_explain('leads', '1', '2') where field = 'phone';
select crm_remove_phone_range('CN', '1440', 13) as removed, crm_remove_phone_range('CN', '1440', 13) as again;
select valid_rate::numeric(3, 2) from crm_profile('leads') where column_name = 'phone';

-- What is no range, with a reason and what to do.
select crm_add_phone_range('CN', '0755', 11);
\set VERBOSITY terse
select crm_add_phone_range('XX', '149', 11);
select crm_add_phone_range('CN', '149', 11, 'pigeon');
select crm_add_phone_range('CN', '149', 2);
select crm_add_phone_range('CN', '', 11);
select crm_add_phone_range('CN', '149 12', 11);
select crm_add_phone_range('CN', '１４９', 11);
select crm_add_phone_range('CN', repeat('1', 10000000), 11);
select crm_add_phone_range('CN', '149', 11, 'mobile', e'x\nUS 1 5 mobile');
select crm_add_phone_range('CN', '149', 11, 'mobile', '# x');
select crm_add_phone_range(null, '149', 11);
select crm_add_phone_range('CN', null, 11);
select crm_add_phone_range('CN', '149', null);
select crm_add_phone_range('CN', '149', 11, null);
select crm_remove_phone_range('CN', null, 11);
select crm_phone_info('1', ranges => 'anything');
select crm_phones('1', ranges => e'CN 149 11 mobile\n# a remark\nCN 1 99 mobile');
select crm_normalize_phone('1', ranges => repeat('x', 10000000));
\set VERBOSITY default
\set VERBOSITY terse
insert into crm_hygiene.phone_range values ('CN', '149', 11, 'mobile', e'x\nUS 1 5 mobile');
\set VERBOSITY default
select crm_phone_ranges();

-- Closed to who has not been let in.
create role regress_crm_nobody;
set role regress_crm_nobody;
\set VERBOSITY terse
select crm_add_phone_range('CN', '149', 11);
select crm_remove_phone_range('CN', '149', 11);
select crm_phone_ranges();
\set VERBOSITY default
reset role;
-- Guards know it at once.
create table guarded (id int primary key, mobile text);
select count(*) from crm_protect('guarded');
insert into guarded values (1, '149 0000 1111');
select crm_add_phone_range('CN', '149', 11);
insert into guarded values (2, '149 0000 2222');
select crm_remove_phone_range('CN', '149', 11);
insert into guarded values (3, '149 0000 3333');
select row_id, code from crm_hygiene.flags where relation = 'guarded'::regclass order by 1;
rollback;
