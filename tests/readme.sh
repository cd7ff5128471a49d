#!/usr/bin/env bash
# usage: tests/readme.sh SANDBOX SAMPLE.csv [--accept]
# The README's own SQL: run in the demo's database, its output compared with what the README shows, or put there.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

sandbox=$1 sample=$2
have python3 || need_packages python3
sql "$sandbox" postgres -c "drop database if exists readme with (force)" -c "create database readme" 2>/dev/null
sql "$sandbox" readme -c "create extension crm_hygiene"
[[ ! -s $sample ]] || load_leads "$sandbox" readme "$sample"

export PGHOST PGPORT=5432 PGUSER=postgres PGDATABASE=readme
PGHOST=$(cat "$sandbox/socket")
python3 "$ROOT/tests/readme.py" "${@:3}" "$ROOT/README.md" "$(bindir "$sandbox")/psql" -X -q
