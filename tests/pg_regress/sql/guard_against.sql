-- New rows looked for in other tables: a lead who is a contact already, or an account's.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'

create table leads (id int primary key, name text, mobile text, email text);
create table contacts (contact_no text primary key, 姓名 text, 手机 text, mail text, note text);
create table accounts (id uuid primary key, company text, email text);
insert into leads values (1, '王芳', '13712345679', null);
insert into contacts values ('K-1', '张伟', '138 1234 5671', 'zhangwei@huachuang.cn'), ('K-2', 'Mary O''Brien', '+44 7521 517837', 'mary@acme.co.uk');
insert into accounts values ('00000000-0000-0000-0000-000000000001', '华创科技有限公司', 'lina@huachuang.cn');
select count(*) from crm_register('contacts', '{"contact_no": null, "note": null}');

-- Flag: listed where crm_match lists, with no other trace in the other table.
select count(*) from crm_protect('leads', on_duplicate => 'flag', against => '{contacts,accounts}');
select relation, on_duplicate, against, active from crm_hygiene.guards;
select tgrelid::regclass, count(*) from pg_trigger where tgname like 'zz_crm_hygiene%' group by 1 order by 1;
insert into leads values (2, '张 伟', '+86 138-1234-5671', null), (3, 'Mary O''Brien', null, 'Mary@ACME.co.uk'), (4, '李娜', null, 'lina@huachuang.cn'), (5, '王芳', '13712345679', null);
select relation, row_id, against, against_row_id, decision, rank, run_id from crm_hygiene.matches order by row_id, against;
select row_a, row_b from crm_hygiene.pairs order by 1;

-- The other table's entries follow its rows, whoever writes them.
create role writer;
grant insert, update, delete, truncate on contacts, leads to writer;
grant select on contacts, leads to writer;
set role writer;
insert into contacts values ('K-3', '赵敏', '13612345678');
copy contacts (contact_no, 姓名, 手机) from stdin;
K-4	孙立人	13512345670
\.
update contacts set 手机 = '13412345671' where contact_no = 'K-4';
update contacts set contact_no = 'K-9' where contact_no = 'K-3';
delete from contacts where contact_no = 'K-1';
merge into contacts c using (values ('K-5', '周强')) v (no, name) on c.contact_no = v.no when not matched then insert values (v.no, v.name, '13312345672');
reset role;
insert into leads values (11, '赵敏', '13612345678'), (12, '孙立人', '13512345670'), (13, '孙立人', '13412345671'), (14, '张伟', '13812345671'), (15, '周强', '13312345672');
select row_id, against_row_id from crm_hygiene.matches where row_id::int > 10 order by row_id;

-- Warn and reject name the table and the row; nobody needs rights on the other table.
select count(*) from crm_protect('leads', on_duplicate => 'warn', against => '{contacts}');
select against from crm_hygiene.guards;
select count(*) from pg_trigger where tgrelid = 'accounts'::regclass;
insert into leads values (21, '赵敏', '13612345678') returning id;
delete from leads where id in (11, 21);
select count(*) from crm_protect('leads', on_duplicate => 'reject', against => '{contacts}');
revoke all on contacts from writer;
set role writer;
insert into leads values (22, '赵敏', '13612345678');
insert into leads values (22, '赵敏', '13612345678'), (23, '王芳', '13712345679');
insert into leads values (24, '钱多多', '13212345673') returning id;
update leads set name = '赵敏', mobile = '13612345678' where id = 24;
reset role;
do $$
declare s text; t text; k text; d text;
begin
    insert into leads values (25, '赵敏', '13612345678');
exception when unique_violation then
    get stacked diagnostics s = schema_name, t = table_name, k = constraint_name, d = pg_exception_detail;
    raise warning '% % % %', s, t, k, d;
end $$;
truncate contacts;
insert into leads values (26, '赵敏', '13612345678') returning id;

-- A new mapping of the other table, or a new rule, counts at once.
insert into contacts values ('K-6', '吴京京', '13112345674', null, '13012345675');
insert into leads values (31, '吴京京', '13012345675') returning id;
delete from leads where id = 31;
select count(*) from crm_register('contacts', '{"contact_no": null, "note": "phone"}');
insert into leads values (31, '吴京京', '13012345675');
select crm_add_rule('leads', 'nobody', '{"person_name": ["exact"]}', 'distinct');
insert into leads values (31, '吴京京', '13012345675') returning id;
select crm_drop_rule('leads', 'nobody');
insert into leads values (32, '吴京京', '13012345675');
-- So do the weights of a run; what it read differently is read again.
select version as before from crm_hygiene.lookup where relation = against \gset
select count(*) from crm_dedupe('leads');
select version <> :before as followed from crm_hygiene.lookup where relation = against;
insert into leads values (33, '吴京京', '13012345675');

-- Both guarded, each against the other.
select count(*) from crm_protect('contacts', on_duplicate => 'reject', against => '{leads}');
insert into contacts values ('K-7', '王芳', '13712345679');
insert into leads values (34, '吴京京', '13012345675');
select relation, against, active from crm_hygiene.guards order by relation;
select crm_unprotect('contacts');
insert into contacts values ('K-7', '王芳', '13712345679') returning contact_no;
delete from contacts where contact_no = 'K-7';
insert into leads values (35, '吴京京', '13012345675');

-- A partitioned table, and its parts by themselves.
create table calls (id int, region text, name text, mobile text, primary key (id, region)) partition by list (region);
create table calls_cn partition of calls for values in ('CN');
insert into calls values (1, 'CN', '郑成功', '15912345676');
select count(*) from crm_protect('leads', on_duplicate => 'reject', against => '{contacts,calls}');
insert into calls_cn values (2, 'CN', '冯小刚', '15812345677');
insert into leads values (41, '郑成功', '15912345676');
insert into leads values (41, '冯小刚', '15812345677');

-- Dropped tables are asked no more.
drop table calls;
select against, active from crm_hygiene.guards;
insert into leads values (41, '郑成功', '15912345676') returning id;
alter table contacts disable trigger zz_crm_hygiene_inserted;
select active from crm_hygiene.guards;
alter table contacts enable trigger zz_crm_hygiene_inserted;
insert into contacts values ('K-8', '何美丽', '15712345678');
insert into leads values (42, '何美丽', '15712345678');
select crm_unregister('contacts');
select relation, against, active from crm_hygiene.guards;
select count(*) from pg_trigger where tgrelid = 'contacts'::regclass;
insert into leads values (42, '何美丽', '15712345678') returning id;

-- What makes no sense.
create table figures (id int primary key, amount numeric);
create view seen as select * from accounts;
select crm_protect('leads', on_duplicate => 'reject', against => '{leads}');
select crm_protect('leads', against => '{contacts}');
select crm_protect('leads', on_duplicate => 'flag', against => '{figures}');
select crm_protect('leads', on_duplicate => 'flag', against => '{contacts,NULL}');
select crm_protect('leads', on_duplicate => 'flag', against => null);
select crm_protect('leads', on_duplicate => 'flag', against => '{pg_class}');
select crm_protect('leads', on_duplicate => 'flag', against => array['leads_pkey']::regclass[]);
select crm_register('seen', key => '{id}') is null;
select crm_protect('leads', on_duplicate => 'flag', against => '{seen}');
select crm_protect('leads', on_duplicate => 'flag', against => array_fill('accounts'::regclass, array[11]));
select count(*) from crm_protect('leads', on_duplicate => 'flag', against => array_fill('accounts'::regclass, array[3]));
-- Who may not decide about the other table.
create role owner_of_one;
alter table leads owner to owner_of_one;
grant select on accounts to owner_of_one;
do $$ begin execute format('grant create on schema public to owner_of_one'); end $$;
select crm_grant('owner_of_one', 'operate');
set role owner_of_one;
select crm_protect('leads', on_duplicate => 'flag', against => '{accounts}');
reset role;
grant trigger on accounts to owner_of_one;
set role owner_of_one;
select count(*) from crm_protect('leads', on_duplicate => 'flag', against => '{accounts}');
-- The triggers of another's table stay, without effect.
set client_min_messages = notice;
select crm_unprotect('leads');
reset role;
set client_min_messages = warning;
insert into accounts values ('00000000-0000-0000-0000-000000000002', '明蓝科技', 'x@minglan.cn') returning company;
select (select count(*) from crm_hygiene.lookup) + (select count(*) from crm_hygiene.entry) + (select count(*) from crm_hygiene.entry_key) + (select count(*) from crm_hygiene.claim) as left_over;
rollback;
