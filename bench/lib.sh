# shellcheck shell=bash
# What the benches share: a server of their own with the extension built for release. To be sourced.
. "$(dirname "${BASH_SOURCE[0]}")/../tests/lib.sh"

BENCH=$(place .tools/bench)

# bench_server SETTING…: installs what is missing, builds, and starts an empty server, which goes when the script ends.
bench_server() {
    local major config
    need_rust
    major=$(choose_major)
    need_postgres "$major"
    need_cargo_pgrx
    have column || need_packages bsdextrautils
    have python3 || need_packages python3
    config=${PG_CONFIG:-$(system_pg_config "$major")}
    mkdir -p "$BENCH"
    use_pgrx_home "$major" "$major" "$config"
    make_sandbox "$BENCH" "$config"
    say "building (release)"
    build_into_sandbox "$BENCH"
    trap 'stop_server "$BENCH"; rm -rf "$BENCH/data"' EXIT
    stop_server "$BENCH"
    rm -rf "$BENCH/data"
    start_server "$BENCH" "$@"
}
