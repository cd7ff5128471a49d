#!/usr/bin/env bash
# usage: tests/quality.sh SANDBOX SAMPLE.csv
# The quality figures: computed once more in plain SQL, the intervals of the audit by sample against the truth, what a BI tool sees
# through psycopg and ODBC. Each thing shown is a line "ok: …".
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

sandbox=$1 sample=$2
sql "$sandbox" postgres -c "drop database if exists quality with (force)" -c "create database quality" 2>/dev/null
sql "$sandbox" quality -c "create extension crm_hygiene"
load_leads "$sandbox" quality "$sample"
sql "$sandbox" quality -c "set client_min_messages = warning" -c "select crm_dedupe('leads')" -c "select crm_quality('leads')" >/dev/null

# same FILE: its first line says what was done; each further line is a difference.
same() {
    local lines
    mapfile -t lines < <(sql "$sandbox" quality -At -f "$ROOT/tests/quality/$1")
    if ((${#lines[@]} != 1)); then
        printf '%s\n' "${lines[@]}"
        die "$1: the lines above should not be"
    fi
    echo "ok: ${lines[0]}"
}
same recompute.sql
same coverage.sql

# Customers whose values must not show, in a table that everything has been done with, and a role that may only read.
sql "$sandbox" quality >/dev/null <<'SQL'
set client_min_messages = warning;
create table secret (id int primary key, name text, phone text, email text, source text);
insert into secret values (1, '张三丰', '13800001111', 'zhangsan@corp-example.cn', 'web'), (2, '张三丰', '138 0000 1111', 'zhangsan@corp-example,cn', 'web'),
                          (3, '测试', '138000O1111', 'zhangsan@corp-example.cn ', 'shop'), (4, '张三丰', '13800001111/12', 'zhangsan＠corp-example.cn', 'shop');
select crm_dedupe('secret');
select crm_add_check('secret', 'reachable', 'required', '{phone,email}', '{"at_least": 1}');
select crm_set_target('secret', 'validity', 'phone', 0.9);
select crm_quality_snapshot('secret');
select crm_quality_snapshot('secret');
drop role if exists crm_bi;
create role crm_bi login;
select crm_grant('crm_bi', 'read');
SQL
has_package odbc-postgresql || need_packages unixodbc odbc-postgresql
need_python metadata psycopg==3.2.3 psycopg-binary==3.2.3 pyodbc==5.2.0
for how in psycopg odbc; do
    # Read first: what fails within the words of echo does not fail.
    told=$("$TOOLS/metadata/bin/python" "$ROOT/tests/quality/metadata.py" "$how" "$(cat "$sandbox/socket")" crm_bi quality)
    echo "ok: $told"
done
sql "$sandbox" quality -c "drop owned by crm_bi" -c "drop role crm_bi"
