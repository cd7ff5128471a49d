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

table=leads
# The stored result, without what differs from run to run.
result() {
    query "select md5(coalesce((select string_agg(row(row_a, row_b, decision, weight, levels, rule)::text, ',' order by row_a collate \"C\", row_b collate \"C\")
               from crm_hygiene.pair where relation = '$table'::regclass), '') ||
           (select string_agg(row(row_id, cluster_id, is_primary, confidence)::text, ',' order by row_id collate \"C\")
            from crm_hygiene.cluster_member where relation = '$table'::regclass) ||
           (select string_agg(row(field, reason, rows, key)::text, ',' order by key) from crm_hygiene.hot_value where relation = '$table'::regclass) ||
           (select row(row_count, duplicate_pairs, review_pairs, clusters, duplicate_rows, hot_values)::text
            from crm_hygiene.runs where relation = '$table'::regclass order by run_id desc limit 1))"
}

# check WHAT SQL: the same from the changes alone as from all rows.
check() {
    local changed partial full
    query "$2" >/dev/null
    changed=$(query "select changed_rows from crm_dedupe('$table')")
    [[ -n $changed ]] || die "$1: all rows were compared"
    partial=$(result)
    # A full run leaves alone what is stored as it finds it, so that here much of it is something else.
    query "update crm_hygiene.pair set weight = weight + 1 where relation = '$table'::regclass and hashtext(row_a) % 3 = 0;
        delete from crm_hygiene.pair where relation = '$table'::regclass and hashtext(row_a) % 3 = 1;
        insert into crm_hygiene.pair select relation, row_a, 'nobody', decision, weight, levels, run_id from crm_hygiene.pair
            where relation = '$table'::regclass limit 1;
        update crm_hygiene.cluster_member set confidence = confidence / 2 where relation = '$table'::regclass and hashtext(row_id) % 3 = 0;
        insert into crm_hygiene.cluster_member select relation, 'nobody', cluster_id, false, 1, run_id from crm_hygiene.cluster_member
            where relation = '$table'::regclass limit 1" >/dev/null
    query "select crm_dedupe('$table', full => true)" >/dev/null
    full=$(result)
    [[ $partial == "$full" ]] || die "$1: a run over $changed changed rows gives another result than a full run"
    echo "same after: $1 ($changed changed rows)"
}

check "nothing" "select"
check "rows that read the same" "update leads set name = name where id % 50 = 0"
check "other phones" "update leads set phone = (select phone from leads o where o.id = leads.id % 900 + 1) where id % 40 = 3"
check "rows that are gone" "delete from leads where id % 45 = 4"
check "new rows" "insert into leads select id + 1000000, name, company, phone, email, city, address, created_at, source from leads where id % 30 = 7"
# Values that more and more rows have, until they say nothing, and then fewer. Another form of a name is weighed by how common this one is.
query "insert into leads (id, name, phone) values (8000001, 'Toh Sze Min', '13612340077'), (8000002, 'Toh, Sze Min', '13612340077')" >/dev/null
check "another form of a name" "select"
limit=$(query "select model->>'block_limit' from crm_hygiene.model where relation = 'leads'::regclass")
common="select count(*) from crm_hygiene.hot_value where relation = 'leads'::regclass and reason = 'shared' and rows > $limit and field in ('name', 'phone')"
for ((from = 0; from <= limit + 600; from += 300)); do
    name='Toh Sze Min'
    if ((from < 600)); then name='Toh, Sze Min'; fi
    check "ever more rows of a name and a phone" "update leads set name = '$name', phone = '13912345670' where id in (select id from leads where id between 100 and 2000 order by id offset $from limit 300)"
done
before=$(query "$common")
((before > 2)) || die "values have become common, and nothing says so"
check "so few that they tell again" "update leads set name = 'Maria ' || id, phone = '136123' || 40000 + id where id in (select id from leads where id between 100 and 2000 order by id offset $limit limit 450)"
(($(query "$common") < before)) || die "values have become rare, and nothing says so"
check "placeholders" "update leads set phone = '13800138000', email = 'test@test.com' where id % 60 = 9"
check "everything at once" "delete from leads where id % 70 = 11; update leads set name = '王伟' where id % 60 = 13;
    insert into leads select id + 2000000, name, null, phone, null, city, null, created_at, source from leads where id % 60 = 15"
# The places of records that are gone are taken by others, between two runs over changes.
query "delete from leads where id % 33 = 5" >/dev/null
[[ -n $(query "select changed_rows from crm_dedupe('leads')") ]] || die "all rows were compared"
sql "$sandbox" changes -c vacuum
check "places that others have taken" "update leads set city = '苏州' where id % 25 = 6"
check "rolled back changes" "begin; update leads set phone = null where id % 20 = 0; rollback"
check "locked rows" "begin; select from leads where id % 20 = 1 for update; commit"
query "delete from leads where id % 35 = 12" >/dev/null
sql "$sandbox" changes -c "vacuum leads"
check "rows that lie where others lay" "insert into leads select id + 3000000, name, company, phone, email, city, address, created_at, source from leads where id % 35 = 13"
# Pages that are as they were are not read: the visibility map tells which, and a vacuum enters pages that have changed.
vacuumed() {
    query "update $table set phone = (select phone from $table o where o.id = $table.id % 900 + 30) where id % 35 = $1; delete from $table where id % 35 = $1 + 1;
        insert into $table select id + 7000000 + $1 * 10000, name, company, phone, email, city, address, created_at, source from $table where id < 10000 and id % 30 = 4" >/dev/null
    sql "$sandbox" changes -c "vacuum $2 $table"
}
check "nothing but a vacuum" "select"
vacuumed 17 ""
check "rows that changed before a vacuum" "select"
vacuumed 19 "(freeze)"
check "rows that changed before they were frozen" "select"
check "some that changed after it" "update leads set city = '苏州' where id % 25 = 7"
query "create unlogged table unlogged (like leads including all); insert into unlogged select * from leads" >/dev/null
table=unlogged
sql "$sandbox" changes -c "vacuum unlogged"
query "select crm_dedupe('unlogged')" >/dev/null
vacuumed 21 ""
check "rows of an unlogged table that changed before a vacuum" "select"
query "select crm_unregister('unlogged')" >/dev/null
table=leads
query "select crm_protect('leads', on_invalid => 'off', on_duplicate => 'flag')" >/dev/null
check "rows that the guard has listed" "insert into leads select id + 4000000, name, company, phone, email, city, address, created_at, source from leads where id % 45 = 14"
query "insert into leads select id + 5000000, name, company, phone, email, city, address, created_at, source from leads where id % 45 = 15;
    select crm_unprotect('leads')" >/dev/null
check "rows that a guard had listed" "select"
check "the same without a guard" "delete from leads where id % 45 = 16"
# Somebody who is at work while a run looks: what it does is seen once it is done.
query "begin; update leads set phone = '13512340002' where id % 30 = 21; delete from leads where id % 30 = 22; select pg_sleep(3); commit" >/dev/null &
until [[ $(query "select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == 1 ]]; do sleep 0.1; done
[[ -n $(query "select changed_rows from crm_dedupe('leads')") ]] || die "all rows were compared"
wait
check "a writer who was at work during a run" "select"
check "the same again" "update leads set name = name where id % 30 = 21"

# all WHAT SQL: rows that may have been moved, or have come with a part, do not tell that they changed.
all() {
    sql "$sandbox" changes -q -c "$2"
    [[ -z $(query "select changed_rows from crm_dedupe('$table')") ]] || die "$1: not all rows were compared"
    check "$1, and nothing" "select"
}
all "rows that were moved" "vacuum full leads"
table=parts
query "create table parts (like leads including defaults) partition by range (id); alter table parts add primary key (id);
    create table part_1 partition of parts for values from (0) to (2000); create table part_2 partition of parts for values from (2000) to (9000000);
    create table other (like leads); insert into parts select * from leads where id % 3 > 0; insert into other select * from leads where id % 3 = 0;
    update other set id = id + 9000000; alter table other alter id set not null" >/dev/null
query "select crm_dedupe('parts')" >/dev/null
check "rows that go to another part" "update parts set id = id + 8000000 where id % 30 = 1"
all "a part that comes with its rows" "alter table parts attach partition other for values from (9000000) to (99000000)"
check "rows that are gone from a part" "delete from other where id % 60 = 0"
all "a part that goes" "alter table parts detach partition part_1"
query "select crm_unregister('parts')" >/dev/null
table=leads

# Of many rows that read the same the first stands for all: a run over changes leaves them alone, and what touches them takes all rows.
copies="insert into leads select %s + n * 10000 + id, name, company, phone, email, city, address, created_at, source
        from leads, generate_series(1, %s) n where id in (%s)"
# shellcheck disable=SC2059  # the format is the line above
copies() { printf "$copies" "$@"; }
all "rows that become many" "$(copies 3000000 60 '7, 9, 21')"
check "rows beside many that read the same" "update leads set phone = '13712345' || id % 10 || id % 9 || '1' where id % 40 = 6 and id < 3000000"
check "rows that have values of theirs" "update leads set phone = (select phone from leads where id = 9), name = (select name from leads where id = 21) where id % 300 = 8"
check "some that read the same as before" "update leads set source = 'elsewhere' where id > 3000000 and id % 10000 = 9"
all "one more" "$(copies 4000000 1 '9')"
all "one less" "delete from leads where id = 3050009"
all "another first" "delete from leads where id = 21"
check "fewer than many that read the same" "$(copies 5000000 40 '30')"
all "many of them" "$(copies 6000000 20 '30')"

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
if client "$sandbox" pg_dump changes | grep -qE '(record|directory|roll)_[0-9]'; then die "records are dumped"; fi
echo "same after: a dump holds no records"
