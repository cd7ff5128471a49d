#!/usr/bin/env bash
# The tests, in layers, from a bare machine. No layer is left out silently.
#   tests/run.sh              all layers, then a table of what ran and how long it took
#   tests/run.sh LAYER…       some of them: lint core pgrx build regress quality report isolation cancel changes pgspot readme dump replication
#   tests/run.sh --accept     runs the regress layer and takes its output as the expected one
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

LAYERS=(lint core pgrx build regress quality report isolation cancel changes pgspot readme dump replication)
PGSPOT=pgspot==0.9.4
RUN=$(place .tools/test)
SAMPLE=$ROOT/tests/data/leads_5k.csv
export CARGO_TERM_COLOR=never
# Nothing is built a second time there.
if [[ -n ${CI:-} ]]; then export CARGO_INCREMENTAL=0; fi

# What a layer tells the summary.
passed() { echo "passed $1" >>"$RUN/counts"; }
failed() { echo "failed $1" >>"$RUN/counts"; }
skipped() { echo "SKIPPED: $1" | tee -a "$RUN/counts"; }
count_cargo() { # adds up the "test result:" lines of cargo on stdin, which it passes on
    tee "$RUN/cargo.log"
    awk '/^test result:/ { p += $4; f += $6 } END { print "passed", p + 0; print "failed", f + 0 }' "$RUN/cargo.log" >>"$RUN/counts"
}

layer_lint() {
    need_packages shellcheck
    check cargo fmt --all --check
    check cargo clippy --locked --workspace --all-targets --no-default-features --features "pg$MAJOR pg_test" -- -D warnings
    mapfile -d '' -t scripts < <(find .ci bench src tests \( -name '*.sh' -o -path .ci/run \) -print0)
    check shellcheck "${scripts[@]}"
}

# check COMMAND…: one test of a layer; the next one runs all the same.
check() {
    if "$@"; then passed 1; else failed 1 && echo "FAILED: $*"; fi
}

layer_core() { cargo test --locked --no-fail-fast -p crm_hygiene_core -p leads 2>&1 | count_cargo; }

# Rust tests inside a server. They install a test build, so they have a private PostgreSQL that nothing else uses.
layer_pgrx() {
    local sandbox=$RUN/pgrx data
    if is_root; then need_packages sudo; fi
    mkdir -p "$sandbox"
    make_sandbox "$sandbox" "$PG_CONFIG_USED"
    data=$(mktemp -d /tmp/crm_hygiene.XXXXXX)
    if is_root; then chown postgres: "$data"; fi
    echo "$data" >>"$RUN/folders"
    use_pgrx_home "$MAJOR-test" "$MAJOR" "$(bindir "$sandbox")/pg_config"
    local options=(--package crm_hygiene --pgdata "$data" --no-default-features --features "pg$MAJOR")
    if is_root; then options+=(--runas postgres); fi
    PGRX_BUILD_FLAGS=--locked pgrx test "pg$MAJOR" "${options[@]}" 2>&1 | count_cargo
}

# The release build, and the server that the layers below share.
layer_build() {
    build_into_sandbox "$RUN"
    serve
    sql "$RUN" postgres -c "create database check_install" -c "\\c check_install" -c "create extension crm_hygiene"
    passed 1
}

serve() {
    echo "$RUN" >>"$RUN/servers"
    start_server "$RUN" "fsync = off"
}

layer_regress() {
    local status=0
    "$ROOT/tests/regress.sh" "$RUN" "${ACCEPT:-}" | tee "$RUN/regress.log" || status=$?
    awk '/^suites / { print "passed", $2; print "failed", $4 }' "$RUN/regress.log" >>"$RUN/counts"
    return "$status"
}

layer_quality() {
    "$ROOT/tests/quality.sh" "$RUN" "$SAMPLE" | tee "$RUN/quality.log"
    passed "$(grep -c '^ok:' "$RUN/quality.log")"
}

layer_report() {
    "$ROOT/tests/report.sh" "$RUN" "$SAMPLE" | tee "$RUN/report.log"
    passed "$(grep -c '^ok:' "$RUN/report.log")"
}

layer_isolation() {
    local specs
    specs=$(cd "$ROOT/tests" && find . -path './isolation/specs/*.spec')
    if [[ -z $specs ]]; then
        skipped "no specs in tests/isolation/specs yet"
        return
    fi
    "$ROOT/tests/isolation.sh" "$RUN"
    passed "$(wc -l <<<"$specs")"
}

layer_cancel() {
    "$ROOT/tests/cancel.sh" "$RUN" "$SAMPLE" | tee "$RUN/cancel.log"
    passed "$(grep -c '^cancelled' "$RUN/cancel.log")"
}

layer_changes() {
    { "$ROOT/tests/changes.sh" "$RUN" "$SAMPLE" && "$ROOT/tests/clusters.sh" "$RUN" "$SAMPLE"; } | tee "$RUN/changes.log"
    passed "$(grep -c '^same' "$RUN/changes.log")"
}

layer_pgspot() {
    local script options
    need_python pgspot "$PGSPOT"
    script=$(find "$RUN/stage" -name 'crm_hygiene--*.sql' | grep -v -- '--.*--')
    mapfile -t options < <(awk '!/^#/ && NF { print $1 }' "$ROOT/tests/pgspot.options")
    "$TOOLS/pgspot/bin/pgspot" "${options[@]}" "$script"
    passed 1
}

layer_readme() {
    if [[ ! -s $ROOT/README.md ]]; then
        skipped "no README.md yet"
        return
    fi
    "$ROOT/tests/readme.sh" "$RUN" "$SAMPLE"
    passed 1
}

layer_dump() {
    "$ROOT/tests/dump.sh" "$RUN" "$SAMPLE" | tee "$RUN/dump.log"
    passed "$(grep -c '^same' "$RUN/dump.log")"
}

layer_replication() {
    "$ROOT/tests/replication.sh" "$RUN" | tee "$RUN/replication.log"
    passed "$(grep -c '^ok:' "$RUN/replication.log")"
}

cleanup() {
    local dir
    touch "$RUN/servers" "$RUN/folders"
    while read -r dir; do stop_server "$dir"; done <"$RUN/servers"
    while read -r dir; do rm -rf "$dir"; done <"$RUN/folders"
    rm -rf "$RUN/data" "$RUN/servers" "$RUN/folders"
}

prepare() {
    local log
    need_rust
    MAJOR=$(choose_major)
    need_postgres "$MAJOR"
    need_cargo_pgrx
    PG_CONFIG_USED=${PG_CONFIG:-$(system_pg_config "$MAJOR")}
    mkdir -p "$RUN"
    cleanup
    trap cleanup EXIT
    use_pgrx_home "$MAJOR" "$MAJOR" "$PG_CONFIG_USED"
    make_sandbox "$RUN" "$PG_CONFIG_USED"
    cargo metadata --locked --format-version 1 >/dev/null || die "Cargo.lock does not fit Cargo.toml"
}

# run_layer NAME: in a shell of its own, so that its first failing command ends it and nothing else.
run_layer() {
    local name=$1 started=$SECONDS status=0 good bad note
    say "layer $name"
    : >"$RUN/counts"
    set +e
    (
        set -e
        cd "$ROOT"
        "layer_$name"
    ) </dev/null
    status=$?
    set -e
    good=$(awk '$1 == "passed" { n += $2 } END { print n + 0 }' "$RUN/counts")
    bad=$(awk '$1 == "failed" { n += $2 } END { print n + 0 }' "$RUN/counts")
    note=$(grep '^SKIPPED' "$RUN/counts" || true)
    ((status == 0 || bad)) || bad=1
    if ((good + bad == 0)) && [[ -z $note ]]; then note="SKIPPED: there are no tests in this layer yet"; fi
    TABLE+=$(printf '%-10s %6d passed %4d failed %5d s  %s' "$name" "$good" "$bad" $((SECONDS - started)) "$note")$'\n'
    PASSED=$((PASSED + good)) FAILED=$((FAILED + bad))
    [[ -z $note ]] || SKIPPED=$((SKIPPED + 1))
    echo "layer $name: $good passed, $bad failed, $((SECONDS - started)) s"
}

main() {
    local started=$SECONDS layer chosen=("$@")
    if [[ ${1:-} == --accept ]]; then ACCEPT=--accept chosen=(regress); fi
    if ((!${#chosen[@]})); then chosen=("${LAYERS[@]}"); fi
    for layer in "${chosen[@]}"; do declare -F "layer_$layer" >/dev/null || die "no such layer: $layer (there are: ${LAYERS[*]})"; done
    prepare
    TABLE="" PASSED=0 FAILED=0 SKIPPED=0
    # The layers that need the build, when asked for alone, get it.
    if [[ " ${chosen[*]} " =~ \ (regress|quality|report|isolation|cancel|changes|pgspot|readme|dump|replication)\  && " ${chosen[*]} " != *" build "* ]]; then chosen=(build "${chosen[@]}"); fi
    for layer in "${chosen[@]}"; do run_layer "$layer"; done
    printf '\n%s' "$TABLE"
    printf 'total %d s on PostgreSQL %s\n\n' $((SECONDS - started)) "$MAJOR"
    printf '%d passed, %d failed%s\n' "$PASSED" "$FAILED" "$(if ((SKIPPED)); then echo ", $SKIPPED skipped"; fi)"
    if ((FAILED)); then exit 1; fi
}

main "$@"
