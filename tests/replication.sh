#!/usr/bin/env bash
# usage: tests/replication.sh SANDBOX
# Logical replication into a guarded table. A subscriber's workers write as a replica: the guard's triggers stay silent, so that
# what the publisher has settled is neither changed nor turned away; ENABLE ALWAYS makes one of them speak.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

sandbox=$1
publisher=$sandbox/publisher
trap 'stop_server "$publisher"; rm -rf "$publisher/data"' EXIT
mkdir -p "$publisher"
cp "$sandbox/bindir" "$publisher/bindir"
stop_server "$publisher"
rm -rf "$publisher/data"
start_server "$publisher" "fsync = off" "wal_level = logical"

is() { # is WHAT EXPECTED FOUND
    [[ $2 == "$3" ]] || die "$1: expected '$2', found '$3'"
    echo "ok: $1"
}

# wait_for ROWS: until the subscriber has so many.
wait_for() {
    local tries
    for tries in $(seq 300); do
        [[ $(sql "$sandbox" subscriber -Atc "select count(*) from leads") == "$1" ]] && return
        sleep 0.1
    done
    die "the subscriber did not get $1 rows in $tries tries"
}

table="create table leads (id int primary key, name text, mobile text)"
sql "$publisher" postgres -c "create database source"
sql "$publisher" source -c "$table" -c "create publication leads for table leads" \
    -c "insert into leads values (1, '张伟', '138 1234 5671'), (2, '张伟', '13812345671')"
sql "$sandbox" postgres -c "drop database if exists subscriber with (force)" -c "create database subscriber" 2>/dev/null
sql "$sandbox" subscriber -c "create extension crm_hygiene" -c "$table" \
    -c "select count(*) from crm_protect('leads', on_duplicate => 'reject')" >/dev/null
sql "$sandbox" subscriber -c "create subscription leads connection 'host=$(cat "$publisher/socket") port=5432 user=postgres dbname=source' publication leads" 2>/dev/null
drop() { sql "$sandbox" subscriber -c "drop subscription if exists leads" 2>/dev/null; }
trap 'drop || true; stop_server "$publisher"; rm -rf "$publisher/data"' EXIT

wait_for 2
is "the first copy is taken over as it is" "138 1234 5671" "$(sql "$sandbox" subscriber -Atc "select mobile from leads where id = 1")"
sql "$publisher" source -c "insert into leads values (3, '张伟', '138-1234-5671')"
wait_for 3
is "so is what comes later, duplicates too" "138-1234-5671" "$(sql "$sandbox" subscriber -Atc "select mobile from leads where id = 3")"
sql "$sandbox" subscriber -c "insert into leads values (11, '李娜', '13912345670')"
is "who writes to the subscriber itself is guarded" "+8613912345670" "$(sql "$sandbox" subscriber -Atc "select mobile from leads where id = 11")"
is "but does not meet what was replicated" "in" "$(sql "$sandbox" subscriber -Atc "insert into leads values (12, '张伟', '13812345671') returning 'in'")"
sql "$sandbox" subscriber -c "delete from leads where id = 12" -c "select count(*) from crm_protect('leads', on_duplicate => 'reject')" >/dev/null
is "until crm_protect is called again" "unique_violation" \
    "$(sql "$sandbox" subscriber -Atc "do \$\$ begin insert into leads values (12, '张伟', '13812345671'); exception when unique_violation then raise notice 'unique_violation'; end \$\$" 2>&1 | sed 's/NOTICE: *//')"
sql "$sandbox" subscriber -c "alter table leads enable always trigger zz_crm_hygiene_guard"
sql "$publisher" source -c "insert into leads values (4, '王芳', '137 1234 5679')"
wait_for 5
is "ENABLE ALWAYS normalises what is replicated" "+8613712345679" "$(sql "$sandbox" subscriber -Atc "select mobile from leads where id = 4")"
sql "$publisher" source -c "update leads set mobile = '136 1234 5678' where id = 4" -c "delete from leads where id = 3"
wait_for 4
is "updates and deletes arrive" "+8613612345678" "$(sql "$sandbox" subscriber -Atc "select mobile from leads where id = 4")"
drop
# A guarded table as the source: what its guard has made of the rows is what is published.
sql "$publisher" source -c "create extension crm_hygiene" -c "select count(*) from crm_protect('leads', on_duplicate => 'flag')" >/dev/null
sql "$publisher" source -c "insert into leads values (5, '孙立人', '135 1234 5670')"
is "a guarded table can be published" "+8613512345670" "$(sql "$publisher" source -Atc "select mobile from leads where id = 5")"
