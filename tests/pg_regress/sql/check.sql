-- What the owner of a table demands of its rows, and which rows break it.
begin;
set client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\pset null '·'

create table leads (id int primary key, name text, mobile text, email text, country text, status text, birth text, amount numeric, active boolean,
    created_at timestamp, closed_at timestamptz, "Odd ""name" text, raw jsonb);
set timezone = 'Asia/Shanghai';
insert into leads values
    (1, '张伟', '138 1234 5671', 'zhang@example.com', 'CN', 'new', '1988-02-01', 10, true, '2024-05-01 10:00', '2024-05-01 10:00+08', 'x', '{}'),
    (2, '李娜', '12', null, 'cn', 'open', '2999-01-01', -5, true, '2024-05-01 10:00', '2024-05-01 09:59:59+08', null, null),
    (3, null, '', ' ', 'CN', 'neww', '1850年1月2日', 1000000000000000000000001, false, null, '2024-05-01 10:00+08', '', null),
    (4, '王芳', '+86-13812345671', 'bob.qq.com', 'US', 'lost', 'soon', null, null, '2024-05-01 10:00', null, '13800000000', null),
    (5, '📱', '𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟏', 'مرحبا@example.com', 'CN', 'won', '', 1, true, '2024-05-01 10:00', '2024-05-02 00:00+08', repeat('长', 1000), null);
select column_name, kind from crm_register('leads', '{"country": "category", "status": "category", "birth": "date"}') where kind <> 'text';

-- What kinds know by themselves needs no check.
select * from crm_check('leads') order by row_id, column_name, check_name, code;

select crm_add_check('leads', 'somehow reachable', 'required', '{mobile,email}', '{"at_least": 1}');
select crm_add_check('leads', 'Chinese phone', 'required', '{mobile}', '{"when": {"country": "CN"}}', 'warning');
select crm_add_check('leads', 'known status', 'allowed', '{status}', '{"values": ["new", "won", "lost"]}');
select crm_add_check('leads', 'two letters', 'allowed', '{country}', '{"values": ["CN", "US"]}', 'warning');
select crm_add_check('leads', 'amount', 'range', '{amount}', '{"min": 0, "max": "1000000000000000000000000.5", "when": {"active": {"not": null}}}');
select crm_add_check('leads', 'born', 'range', '{birth}', '{"min": "1900-01-01"}');
select crm_add_check('leads', 'born before today', 'compare', '{birth}', '{"operator": "<", "now": true}');
select crm_add_check('leads', 'closed after created', 'compare', '{closed_at}', '{"operator": ">=", "column": "created_at"}');
select crm_add_check('leads', 'one number, one lead', 'unique', '{mobile}', '{"when": {"status": {"not": "lost"}}}');
select crm_add_check('leads', 'odd', 'valid', '{"Odd \"name"}', '{"kind": "phone"}');
select row_id, column_name, check_name, code, severity, suggestion from crm_check('leads') where check_name is not null order by row_id, column_name, check_name, code;
select * from crm_hygiene.checks order by name collate "C";

-- Adding again replaces; dropping ends it.
select crm_add_check('leads', 'known status', 'allowed', '{status}', '{"values": ["new", "won", "lost", "open", "neww"]}', 'warning');
select crm_drop_check('leads', 'odd'), crm_drop_check('leads', 'odd');
select row_id, check_name from crm_check('leads') where check_name in ('known status', 'odd');

-- A check whose column is gone is left out, and says so.
alter table leads rename status to stage;
select count(*) filter (where check_name = 'known status') as known, count(*) filter (where check_name = 'born') as born from crm_check('leads');
alter table leads rename stage to status;

-- What can't be meant is refused, with what would be right.
select crm_add_check('leads', 'x', 'requird', '{mobile}');
select crm_add_check('leads', 'x', 'required', '{fax}');
select crm_add_check('leads', 'x', 'required', '{}');
select crm_add_check('leads', 'x', 'required', '{mobile,null}');
select crm_add_check('leads', 'x', 'required', null);
select crm_add_check('leads', null, 'required', '{mobile}');
select crm_add_check('leads', 'x', null, '{mobile}');
select crm_add_check(null, 'x', 'required', '{mobile}');
select crm_add_check('leads', '', 'required', '{mobile}');
select crm_add_check('leads', repeat('长', 30), 'required', '{mobile}');
select crm_add_check('leads', 'x', 'required', '{mobile}', severity => 'fatal');
select crm_add_check('leads', 'x', 'required', '{mobile}', '[]');
select crm_add_check('leads', 'x', 'required', '{mobile}', '{"wen": {"country": "CN"}}');
select crm_add_check('leads', 'x', 'range', '{amount}', '{"mn": 1}');
select crm_add_check('leads', 'x', 'range', '{amount}', '{"min": 2, "max": 1}');
select crm_add_check('leads', 'x', 'compare', '{closed_at}', '{"operator": "=>", "column": "created_at"}');
select crm_add_check('leads', 'x', 'valid', '{email}', '{"codes": ["no_such"]}');
select crm_drop_check('pg_class', 'x');
select crm_drop_check(null, 'x');
select * from crm_check(null);
\set VERBOSITY sqlstate
select crm_add_check('leads', 'x', 'requird', '{mobile}');
select crm_add_check('leads', 'x', 'required', null);
select crm_drop_check('pg_class', 'x');
\set VERBOSITY default
select count(*) from crm_hygiene.checks where name = 'x';

-- Any shape of table; a hostile name is only a name.
create table parts (id int, mobile text, primary key (id)) partition by range (id);
create table parts_1 partition of parts for values from (0) to (10);
insert into parts values (1, '138'), (2, '13812345678'), (3, '138-1234-5678');
select crm_add_check('parts', '"; drop table leads; --', 'unique', '{mobile}');
select row_id, column_name, check_name, code from crm_check('parts') order by row_id, code;
create table empty_table (id int primary key, mobile text);
select * from crm_check('empty_table');

-- Only who may put a trigger on the table may say what it demands; only who may read it sees what is wrong.
create role checker;
select crm_grant('checker', 'operate');
grant select on leads to checker;
set role checker;
select crm_add_check('leads', 'mine', 'required', '{name}');
select crm_drop_check('leads', 'born');
select count(*) > 0 as seen from crm_check('leads');
select crm_check('parts');
reset role;

-- Forgetting a table takes its checks along.
select crm_unregister('parts');
select count(*) from crm_hygiene.checks where relation = 'parts'::regclass;
rollback;
