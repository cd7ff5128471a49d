#!/usr/bin/env bash
# usage: tests/dump.sh SANDBOX SAMPLE.csv
# A database with the extension and the results of a run, dumped and restored into a fresh server: every table must come back
# with the same rows, and the extension must go on working there.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

sandbox=$1 sample=$2
fresh=$sandbox/restored
work=$(mktemp -d)
if is_root; then chmod 755 "$work"; fi
trap 'stop_server "$fresh"; rm -rf "$fresh/data" "$work"' EXIT

# contents DIR DATABASE: each table's rows in a fixed order, each sequence's state, each view's row count.
contents() {
    sql "$1" "$2" -At <<'SQL'
select format('select %L, md5(coalesce(string_agg(t::text, E''\n'' order by t::text collate "C"), '''')), count(*) from only %I.%I t',
              nspname || '.' || relname, nspname, relname)
from pg_class c join pg_namespace n on n.oid = relnamespace
where relkind in ('r', 'p', 'm') and nspname in ('crm_hygiene', 'public')
  -- What a run leaves for the next is made again where it is missing; claims mean nothing to other transactions.
  and relname not in ('store', 'claim') and relname !~ '^(record|directory|roll)_[0-9]+$' order by nspname, relname \gexec
select format('select %L, last_value, is_called from %I.%I', nspname || '.' || relname, nspname, relname)
from pg_class c join pg_namespace n on n.oid = relnamespace
where relkind = 'S' and nspname in ('crm_hygiene', 'public') order by nspname, relname \gexec
select format('select %L, count(*) from %I.%I', nspname || '.' || relname, nspname, relname)
from pg_class c join pg_namespace n on n.oid = relnamespace
where relkind = 'v' and nspname = 'crm_hygiene' order by nspname, relname \gexec
SQL
}

# objects DIR DATABASE: indexes, constraints, triggers and privileges of those tables.
objects() {
    sql "$1" "$2" -At <<'SQL'
select 'index', schemaname, tablename, indexdef from pg_indexes where schemaname in ('crm_hygiene', 'public') order by 1, 2, 3, 4;
select 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal order by tgrelid::regclass::text collate "C", 3;
select 'acl', oid::regclass, relacl from pg_class where relnamespace in (select oid from pg_namespace where nspname = 'crm_hygiene') and relname !~ '^(record|directory|roll)_[0-9]' order by 2;
select 'acl', oid::regprocedure, proacl from pg_proc where proname like 'crm\_%' order by 2;
SQL
}

fill() {
    sql "$sandbox" postgres -c "drop database if exists dump_source with (force)" -c "create database dump_source" 2>/dev/null
    sql "$sandbox" dump_source -c "create extension crm_hygiene"
    [[ ! -s $sample ]] || load_leads "$sandbox" dump_source "$sample"
    if [[ -n $(sql "$sandbox" dump_source -Atc "select 1 from pg_proc where proname = 'crm_dedupe' limit 1") ]]; then
        sql "$sandbox" dump_source -f "$ROOT/tests/dump/fill.sql" >/dev/null
    else
        echo "crm_dedupe does not exist yet: only the empty extension is dumped"
    fi
}

# compare NAME DATABASE: the restored database against the source.
compare() {
    contents "$fresh" "$2" >"$work/$1.contents"
    objects "$fresh" "$2" >"$work/$1.objects"
    diff -u "$work/source.contents" "$work/$1.contents" || die "$1: contents differ after the restore"
    diff -u "$work/source.objects" "$work/$1.objects" || die "$1: indexes, triggers or privileges differ after the restore"
    [[ ! -s $ROOT/tests/dump/after.sql ]] || sql "$fresh" "$2" -f "$ROOT/tests/dump/after.sql" >/dev/null
    echo "same: $1 ($(wc -l <"$work/$1.contents") tables, sequences and views)"
}

fill

# What is left of a table that has been dropped stays behind: elsewhere another table may have its OID.
dropped=$(sql "$sandbox" dump_source -qAt -c "set client_min_messages = error" -c "create table dropped (id int primary key, name text, mobile text)" \
    -c "insert into dropped values (1, '张伟', '12')" -c "select count(*) from crm_protect('dropped', on_duplicate => 'flag')" \
    -c "insert into dropped values (2, '张伟', '12')" -c "select 'dropped'::regclass::oid" -c "drop table dropped" | tail -1)
client "$sandbox" pg_dump -d dump_source -f "$work/dropped.sql"
if grep -q "^$dropped"$'\t' "$work/dropped.sql"; then die "what is left of a dropped table is dumped"; fi
sql "$sandbox" dump_source -c "create table another (id int primary key, name text)" -c "select crm_register('another')" >/dev/null
sql "$sandbox" dump_source -c "select crm_unregister('another')" -c "drop table another" >/dev/null

contents "$sandbox" dump_source >"$work/source.contents"
objects "$sandbox" dump_source >"$work/source.objects"

# A fresh server: a cluster that shares nothing with the first but the installed files.
mkdir -p "$fresh"
cp "$sandbox/bindir" "$fresh/bindir"
stop_server "$fresh"
rm -rf "$fresh/data"
start_server "$fresh" "fsync = off"
sql "$fresh" postgres -c "create database plain" -c "create database custom"

client "$sandbox" pg_dump -d dump_source -f "$work/plain.sql"
sql "$fresh" plain -f "$work/plain.sql" >/dev/null
compare "pg_dump, psql" plain

client "$sandbox" pg_dump -d dump_source -Fc -f "$work/custom.dump"
client "$fresh" pg_restore -d custom -j 2 --exit-on-error "$work/custom.dump"
compare "pg_dump -Fc, pg_restore -j2" custom
