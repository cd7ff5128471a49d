#!/usr/bin/env bash
# usage: tests/regress.sh SANDBOX [--accept]
# The pg_regress suites tests/pg_regress/sql/*.sql against a running sandbox, in one database that has the extension.
# Every suite is one transaction that is rolled back, so none sees what another did.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

sandbox=$1 accept=${2:-}
suites=$ROOT/tests/pg_regress
output=$sandbox/regress
driver=$(test_driver "$sandbox" pg_regress)

mapfile -t names < <(find "$suites/sql" -name '*.sql' -printf '%f\n' | sed 's/\.sql$//' | LC_ALL=C sort)
((${#names[@]})) || die "no suites in tests/pg_regress/sql"

bad=0
for name in "${names[@]}"; do
    first=$(grep -m1 -vE '^[[:space:]]*(--|$|\\)' "$suites/sql/$name.sql")
    last=$(grep -vE '^[[:space:]]*(--|$)' "$suites/sql/$name.sql" | tail -1)
    if [[ ${first,,} != begin\;* || ${last,,} != rollback\; ]]; then
        echo "$name.sql: a suite begins with 'begin;' and ends with 'rollback;'"
        bad=$((bad + 1))
    fi
    [[ -f $suites/expected/$name.out || -n $accept ]] || echo "$name.sql: no expected/$name.out (tests/run.sh --accept writes it; read it before you commit it)"
    # pg_regress reports a missing expected file as an I/O error of its own; an empty one gives a readable diff.
    [[ -f $suites/expected/$name.out ]] || missing+=("$name")
done

rm -rf "$output"
mkdir -p "$output/in/expected"
ln -s "$suites/sql" "$output/in/sql"
cp "$suites"/expected/*.out "$output/in/expected/" 2>/dev/null || true
for name in "${missing[@]:-}"; do [[ -z $name ]] || : >"$output/in/expected/$name.out"; done

sql "$sandbox" postgres -c "drop database if exists regress with (force)" -c "create database regress" 2>/dev/null
sql "$sandbox" regress -c "create extension crm_hygiene"

status=0
"$driver" --bindir="$(bindir "$sandbox")" --host="$(cat "$sandbox/socket")" --port=5432 --user=postgres --use-existing --dbname=regress \
    --inputdir="$output/in" --outputdir="$output" "${names[@]}" || status=$?

if [[ -n $accept ]]; then
    mkdir -p "$suites/expected"
    cp "$output"/results/*.out "$suites/expected/"
    say "took the output of ${#names[@]} suites as expected; see 'git diff tests/pg_regress/expected'"
    status=0
elif ((status)) && [[ -f $output/regression.diffs ]]; then
    cat "$output/regression.diffs"
fi

different=$(grep -cE '^(not ok|.*FAILED)' "$output/regression.out" 2>/dev/null || true)
if [[ -n $accept ]]; then different=0; fi
if ((status && different == 0)); then different=1; fi # the driver itself failed
failures=$((different > bad ? different : bad))
echo "suites $((${#names[@]} - failures)) failed $failures"
if ((failures)); then exit 1; fi
