#!/usr/bin/env bash
# usage: tests/changes.sh SANDBOX SAMPLE.csv
# A run that only looks at what changed gives what a full run gives, after every sort of change; a killed run and a crashed
# server leave the previous result whole and nothing behind.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

sandbox=$1 sample=$2
query() { sql "$sandbox" changes -At -c "set client_min_messages = warning" -c "$1"; }

sql "$sandbox" postgres -c "drop database if exists changes with (force)" -c "create database changes" 2>/dev/null
sql "$sandbox" changes -c "create extension crm_hygiene"
load_leads "$sandbox" changes "$sample"
query "select crm_dedupe('leads')" >/dev/null

# The stored result, without what differs from run to run.
result() {
    query "select md5(coalesce((select string_agg(row(row_a, row_b, decision, weight, levels, rule)::text, ',' order by row_a collate \"C\", row_b collate \"C\")
               from crm_hygiene.pair where relation = 'leads'::regclass), '') ||
           (select string_agg(row(row_id, cluster_id, is_primary, confidence)::text, ',' order by row_id collate \"C\")
            from crm_hygiene.cluster_member where relation = 'leads'::regclass) ||
           (select string_agg(row(field, reason, rows, key)::text, ',' order by key) from crm_hygiene.hot_value where relation = 'leads'::regclass) ||
           (select row(row_count, duplicate_pairs, review_pairs, clusters, duplicate_rows, hot_values)::text
            from crm_hygiene.runs where relation = 'leads'::regclass order by run_id desc limit 1))"
}

# check WHAT SQL: the same from the changes alone as from all rows.
check() {
    local changed partial full
    query "$2" >/dev/null
    changed=$(query "select changed_rows from crm_dedupe('leads')")
    [[ -n $changed ]] || die "$1: all rows were compared"
    partial=$(result)
    query "select crm_dedupe('leads', full => true)" >/dev/null
    full=$(result)
    [[ $partial == "$full" ]] || die "$1: a run over $changed changed rows gives another result than a full run"
    echo "same after: $1 ($changed changed rows)"
}

check "nothing" "select"
check "rows that read the same" "update leads set name = name where id % 50 = 0"
check "other phones" "update leads set phone = (select phone from leads o where o.id = leads.id % 900 + 1) where id % 40 = 3"
check "rows that are gone" "delete from leads where id % 45 = 4"
check "new rows" "insert into leads select id + 1000000, name, company, phone, email, city, address, created_at, source from leads where id % 30 = 7"
check "one that makes a value common" "update leads set phone = '13912345670' where id <= 60"
check "one that makes it rare again" "update leads set phone = '13612340001' where id between 40 and 60"
check "placeholders" "update leads set phone = '13800138000', email = 'test@test.com' where id % 60 = 9"
check "everything at once" "delete from leads where id % 70 = 11; update leads set name = '王伟' where id % 60 = 13;
    insert into leads select id + 2000000, name, null, phone, null, city, null, created_at, source from leads where id % 60 = 15"
# The places of records that are gone are taken by others, between two runs over changes.
query "delete from leads where id % 33 = 5" >/dev/null
[[ -n $(query "select changed_rows from crm_dedupe('leads')") ]] || die "all rows were compared"
sql "$sandbox" changes -c vacuum
check "places that others have taken" "update leads set city = '苏州' where id % 25 = 6"
check "rolled back changes" "begin; update leads set phone = null where id % 20 = 0; rollback"

before=$(result)
# A killed backend: its transaction is undone.
query "select pg_sleep(0.2), pg_terminate_backend(pid) from pg_stat_activity where query like '%crm_dedupe%' and pid <> pg_backend_pid()" >/dev/null &
sql "$sandbox" changes -c "select crm_dedupe('leads', full => true), pg_sleep(2)" >/dev/null 2>&1 || true
wait
for _ in 1 2 3 4 5; do
    [[ $(query "select count(*) from pg_stat_activity where query like 'select crm_dedupe%' and pid <> pg_backend_pid()") == 0 ]] && break
    sleep 0.5
done
[[ $(result) == "$before" ]] || die "a killed run changed the stored result"
[[ $(query "select count(*) from pg_class where relnamespace = 'crm_hygiene'::regnamespace and relname ~ '^run_[0-9]'") == 0 ]] || die "a killed run left tables"
echo "same after: a killed backend"

# A crash empties the records, which are unlogged: the next run makes them again.
run_as_server "$(bindir "$sandbox")/pg_ctl" -D "$sandbox/data" -m immediate -w stop >/dev/null
start_server "$sandbox" "fsync = off"
[[ $(result) == "$before" ]] || die "a crash changed the stored result"
[[ $(query "select count(*) from pg_class where relnamespace = 'crm_hygiene'::regnamespace and relname ~ '^run_[0-9]'") == 0 ]] || die "a crash left tables"
[[ -z $(query "select changed_rows from crm_dedupe('leads')") ]] || die "the records of a crashed server were used"
[[ $(result) == "$before" ]] || die "the run after a crash gives another result"
echo "same after: a crash of the server"

# Nothing of the records is dumped.
if client "$sandbox" pg_dump changes | grep -qE '(record|directory)_[0-9]'; then die "records are dumped"; fi
echo "same after: a dump holds no records"
