#!/usr/bin/env bash
# The demo: a throw-away PostgreSQL with the extension and 5,000 dirty leads, and what crm_dedupe finds in them.
#   tests/demo.sh          everything from nothing; seconds when it has run before
#   tests/demo.sh psql     a prompt on it
#   tests/demo.sh clean    stops it and removes it
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SAMPLE=$ROOT/tests/data/leads_5k.csv
DEMO=$(place .demo)

prepare() {
    local major
    need_rust
    major=$(choose_major)
    need_postgres "$major"
    need_cargo_pgrx
    mkdir -p "$DEMO"
    local pg_config=${PG_CONFIG:-$(system_pg_config "$major")}
    use_pgrx_home "$major" "$major" "$pg_config"
    make_sandbox "$DEMO" "$pg_config"
    say "building the extension for PostgreSQL $major (release; minutes the first time)"
    build_into_sandbox "$DEMO"
    say "a private PostgreSQL $major in $DEMO (unix socket only)"
    start_server "$DEMO"
}

# A fresh database each time: the demo shows what it does, not what an earlier visit left.
load() {
    sql "$DEMO" postgres -c "drop database if exists demo with (force)" -c "create database demo" 2>/dev/null
    sql "$DEMO" demo -c "create extension crm_hygiene"
    load_leads "$DEMO" demo "$SAMPLE"
    say "loaded $(sql "$DEMO" demo -Atc "select count(*) from leads") leads from ${SAMPLE#"$ROOT"/}"
}

# show TITLE SQL PSQL-OPTION…: the statement as a person would type it, then what it prints.
show() {
    say "$1"
    printf '    %s\n\n' "${2//$'\n'/$'\n'    }"
    sql "$DEMO" demo -P pager=off "${@:3}" <<<"$2"
}

# picked FILE VARIABLE…: runs a query that ends in \gset and prints its variables, one a line.
picked() {
    local script=$1
    shift
    { cat "$ROOT/tests/demo/pick.sql" "$script" && printf '\\echo :%s\n' "$@"; } | sql "$DEMO" demo
}

dedupe() {
    local groups pair
    show "the one call" "SELECT * FROM crm_dedupe('leads');" -x
    groups=$(picked /dev/null groups)
    [[ -n $groups ]] || die "crm_dedupe found no groups to show"
    show "three of the groups it found" "$(sed "s/:groups/$groups/" "$ROOT/tests/demo/groups.sql")"
    mapfile -t pair < <(picked "$ROOT/tests/demo/pair.sql" row_a row_b)
    show "why two of those rows are the same customer (masked unless you ask: reveal => true)" \
        "SELECT field, value_a, value_b, level, round(weight::numeric, 1) AS bits, round(total::numeric, 1) AS total FROM crm_explain('leads', '${pair[0]}', '${pair[1]}');"
}

case ${1:-run} in
run)
    started=$SECONDS
    prepare
    load
    dedupe
    say "done in $((SECONDS - started)) s. Look around with 'make psql'; 'make clean-demo' removes it."
    ;;
psql)
    [[ -s $DEMO/bindir ]] || die "there is no demo yet: run 'make demo' first"
    start_server "$DEMO"
    client "$DEMO" psql -d demo "${@:2}"
    ;;
clean)
    if [[ -s $DEMO/bindir ]]; then stop_server "$DEMO"; fi
    rm -rf "$DEMO"
    say "removed $DEMO. Build results stay in target/ and tools in .tools/; delete those folders to be rid of them too."
    ;;
*) die "usage: tests/demo.sh [run | psql | clean]" ;;
esac
