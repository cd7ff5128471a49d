#!/usr/bin/env bash
# usage: tests/report.sh SANDBOX SAMPLE.csv
# The report in both languages, of an ordinary table and of one with hostile names and values, opened in headless Chromium.
# Screenshots lie in SANDBOX/report afterwards.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

sandbox=$1 sample=$2
output=$sandbox/report
have chromium || need_packages chromium fonts-wqy-microhei
have python3 || need_packages python3
rm -rf "$output"
mkdir -p "$output"
sql "$sandbox" postgres -c "drop database if exists report with (force)" -c "create database report" 2>/dev/null
sql "$sandbox" report -c "create extension crm_hygiene"
load_leads "$sandbox" report "$sample"
sql "$sandbox" report >/dev/null <<'SQL'
set client_min_messages = warning;
select crm_dedupe('leads');
select crm_set_tiers('leads', activity_column => 'created_at', recent => '2 years');
select crm_set_max_age('leads', 'created_at', '3 years');
select crm_set_target('leads', 'validity', 'phone', 0.99), crm_set_target('leads', 'score', null, 75);
-- A table that gets better and then worse: a trend, and an alert.
select crm_quality_snapshot('leads') from generate_series(1, 3);
update leads set phone = '12345' where id % 10 = 0;
select crm_quality_snapshot('leads');
-- Names and values that try to leave their place.
create table "<script>alert('t')</script> ""; drop" ("id"" onload=""alert(1)" int primary key, phone text, email text, "source" text);
insert into "<script>alert('t')</script> ""; drop"
select i, E'"><script>alert(1)</script>\u202E' || i, '''><img src=x onerror=alert(2)>' || i, case i % 2 when 0 then '<script>alert(3)</script>' else E'\u202Eمصدر & "quoted"' end
from generate_series(1, 20) i;
select crm_register('"<script>alert(''t'')</script> ""; drop"', '{"phone": "phone", "email": "email"}');
select crm_quality('"<script>alert(''t'')</script> ""; drop"');
-- A table without a row.
create table empty (id int primary key, phone text);
SQL
for lang in en zh; do
    sql "$sandbox" report -At -c "select crm_report('leads', '$lang')" >"$output/$lang.html"
    sql "$sandbox" report -At -c "set client_min_messages = warning" -c "select crm_report('\"<script>alert(''t'')</script> \"\"; drop\"', '$lang')" >"$output/hostile-$lang.html"
done
sql "$sandbox" report -At -c "set client_min_messages = warning" -c "select crm_report('empty')" >"$output/empty.html"
python3 "$ROOT/tests/report.py" "$(command -v chromium)" "$output" "$output"/{en,zh,hostile-en,hostile-zh,empty}.html
echo "screenshots: $output"
