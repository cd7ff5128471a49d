-- Columns of guarded tables that are renamed, dropped and added.
begin;
set client_min_messages = warning;
create table contacts (id int primary key, name text, phone text, phone_raw text, mail text, country text, 备注 text);
select count(*) from crm_register('contacts', '{"备注": "person_name", "country": "category"}');
select crm_add_check('contacts', 'reachable', 'required', '{mail}', '{"when": {"country": "CN"}}');
select count(*) from crm_protect('contacts', 'fix', 'reject', columns => '{"phone": {"raw": "phone_raw"}, "mail": "flag"}', checks => '{"reachable": "reject"}');
insert into contacts values (1, '张伟', '138 1234 5678', null, 'zw@qq.com', 'US', 'O''BRIEN, MARY'), (2, 'Eve Moore', '5', null, 'moore', 'US', null);
select id, phone, phone_raw, mail, 备注 from contacts order by id;

-- A new name changes nothing but the name.
alter table contacts rename phone to mobile;
alter table contacts rename phone_raw to mobile_raw;
alter table contacts rename mail to email;
alter table contacts rename country to land;
alter table contacts rename 备注 to note;
alter table contacts rename id to "Nr.";
select columns from crm_hygiene.guards;
select columns, rule from crm_hygiene.checks;
select row_id, column_name, code from crm_hygiene.flags order by 1, 2;
insert into contacts values (3, '王芳', '139 1234 5678', null, 'WF@qq.com', 'US', 'KELLY, JO');
select * from contacts where "Nr." = 3;
\set VERBOSITY terse
savepoint turned_away;
insert into contacts values (4, '王芳', '+86 13912345678', null, 'wf@qq.com', 'US');
rollback to turned_away;
insert into contacts values (4, '张伟', '+86 13812345678', null, 'zw@qq.com', 'US');
rollback to turned_away;
insert into contacts values (4, '李娜', '+86 13912340000', null, null, 'CN');
rollback to turned_away;
delete from contacts where "Nr." = 2;
select count(*) from crm_hygiene.flags;
select row_id from crm_hygiene.entry order by 1;

-- A column more is guarded as the others are, one less is missed.
alter table contacts add column url text, add column seen timestamptz;
insert into contacts ("Nr.", name, mobile, url) values (4, '李娜', '+86 13912340000', 'HTTP://Example.COM/');
select name, mobile, url from contacts where "Nr." = 4;
alter table contacts drop column mobile_raw;
alter table contacts drop column email;
insert into contacts ("Nr.", name, mobile) values (5, '赵敏', '137 1234 0000');
select name, mobile from contacts where "Nr." = 5;
savepoint turned_away;
insert into contacts ("Nr.", name, mobile) values (6, '赵敏', '13712340000');
rollback to turned_away;
select columns, active from crm_hygiene.guards;
select row_id from crm_hygiene.entry order by 1;

-- Of tables in which others look too, and where nothing is done but to warn.
create table leads (id int primary key, name text, phone text);
select count(*) from crm_protect('leads', 'warn', 'reject', against => '{contacts}');
select crm_unprotect('contacts');
alter table contacts rename mobile to phone;
alter table contacts drop column land;
insert into contacts ("Nr.", name, phone) values (7, '周杰', '+86 137 1234 1111');
savepoint turned_away;
insert into leads values (1, '周杰', '13712341111');
rollback to turned_away;
select count(*) from crm_protect('leads', 'warn');
alter table leads rename phone to mobile;
insert into leads values (1, '周杰', '1');

-- What is generated is only known once a row is stored: what is wrong with it is listed.
create table computed (id int primary key, prefix text, line text, phone text generated always as (prefix || line) stored);
select crm_add_check('computed', 'there', 'required', '{phone}'), crm_add_check('computed', 'line', 'required', '{line}', '{"when": {"phone": {"not": null}}}');
select column_name, on_invalid from crm_protect('computed', 'reject');
insert into computed values (1, '+86', '13812345678'), (2, '+86', '13'), (3, '+86', null);
select row_id, column_name, check_name, code from crm_hygiene.flags where relation = 'computed'::regclass order by 1, 2, 3;

-- A guard knows all rows of a table, or refuses.
create table hidden (id int primary key, name text, phone text);
insert into hidden values (1, '张伟', '13812345678');
alter table hidden enable row level security, force row level security;
create policy none on hidden using (false);
create role owner_of_hidden;
alter table hidden owner to owner_of_hidden;
select crm_grant('owner_of_hidden', 'operate') is null;
set local role owner_of_hidden;
savepoint refused;
select count(*) from crm_protect('hidden', on_duplicate => 'reject');
rollback to refused;
alter table hidden no force row level security;
select count(*) from crm_protect('hidden', on_duplicate => 'reject');
reset role;
create unlogged table light (id int primary key, name text, phone text);
select count(*) from crm_protect('light', on_duplicate => 'reject');
alter table light set logged;
alter table light set unlogged;

-- New values that pass every trigger are known when the command ends; what was wrong is no longer listed where it is mended.
create table retyped (id int, day int, name text, phone text, email text, primary key (id, day)) partition by range (day);
create table retyped_1 partition of retyped for values from (0) to (10);
create table asker (id int primary key, name text, phone text);
select crm_add_check('retyped', 'one mailbox', 'unique', '{email}');
select count(*) from crm_protect('retyped', on_duplicate => 'reject', checks => '{"one mailbox": "reject"}');
select count(*) from crm_protect('asker', on_duplicate => 'reject', against => '{retyped}');
insert into retyped values (1, 1, '张伟', '13812345678', 'zw@qq.com'), (2, 1, '王芳', '12', 'wf@qq.com'), (3, 1, '李娜', '13', 'ln@qq.com');
alter table retyped alter phone type varchar(40) using case id when 1 then '13760709080' when 2 then '13960504030' else phone end,
    alter email type text using 'new.' || email;
select row_id, column_name, code from crm_hygiene.flags where relation = 'retyped'::regclass order by 1;
savepoint turned_away;
insert into retyped values (4, 1, '张伟', '13760709080', null);
rollback to turned_away;
insert into retyped values (4, 1, '孙丽', null, 'new.zw@qq.com');
rollback to turned_away;
insert into asker values (1, '张伟', '13760709080');
rollback to turned_away;
insert into retyped values (4, 1, '张伟', '13812345678', 'zw@qq.com') returning id;

-- What is written through a table passes those triggers of its parts that look at whole statements.
create table half_guarded (id int primary key, name text, phone text) partition by range (id);
create table guarded_half partition of half_guarded for values from (0) to (10);
select count(*) from crm_protect('guarded_half', on_duplicate => 'flag');
create table joins_later (id int primary key, name text, phone text);
select count(*) from crm_protect('joins_later', on_duplicate => 'flag');
alter table half_guarded attach partition joins_later for values from (10) to (20);
create table heir (id int primary key, name text, phone text);
select count(*) from crm_protect('heir', on_duplicate => 'flag');
create table ancestor (id int primary key, name text, phone text);
alter table heir inherit ancestor;

-- A guard without one of its triggers is not active.
select count(*) from crm_protect('ancestor', on_duplicate => 'flag');
select active from crm_hygiene.guards where relation = 'ancestor'::regclass;
savepoint whole;
alter trigger zz_crm_hygiene_inserted on ancestor rename to mine;
select active from crm_hygiene.guards where relation = 'ancestor'::regclass;
alter table ancestor disable trigger mine;
select active from crm_hygiene.guards where relation = 'ancestor'::regclass;
rollback to whole;
drop trigger zz_crm_hygiene_updated on ancestor;
select active from crm_hygiene.guards where relation = 'ancestor'::regclass;
rollback to whole;
alter table ancestor enable replica trigger zz_crm_hygiene_guard;
select active from crm_hygiene.guards where relation = 'ancestor'::regclass;
rollback to whole;

-- Who may not use the extension hears that the guard does not follow.
create role nobody_guard;
alter table leads owner to nobody_guard;
grant create on schema public to nobody_guard;
set local role nobody_guard;
alter table leads rename mobile to phone;
reset role;
rollback;
