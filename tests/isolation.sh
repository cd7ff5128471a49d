#!/usr/bin/env bash
# usage: tests/isolation.sh SANDBOX
# The isolation specs tests/isolation/specs/*.spec: what concurrent sessions see of each other.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

sandbox=$1
folder=$ROOT/tests/isolation
output=$sandbox/isolation
driver=$(test_driver "$sandbox" pg_isolation_regress)
mapfile -t names < <(find "$folder/specs" -name '*.spec' -printf '%f\n' | sed 's/\.spec$//' | LC_ALL=C sort)

rm -rf "$output"
mkdir -p "$output"
sql "$sandbox" postgres -c "drop database if exists isolation with (force)" -c "create database isolation" 2>/dev/null
sql "$sandbox" isolation -c "create extension crm_hygiene"
"$driver" --bindir="$(bindir "$sandbox")" --host="$(cat "$sandbox/socket")" --port=5432 --user=postgres --use-existing --dbname=isolation \
    --inputdir="$folder" --outputdir="$output" "${names[@]}" || {
    cat "$output/regression.diffs"
    exit 1
}
