# shellcheck shell=bash
# cargo-pgrx, and the extension built and put in place.

PGRX_VERSION=$(sed -nE 's/^pgrx = "=([0-9.]+)".*/\1/p' "$ROOT/Cargo.toml")

pgrx() { cargo-pgrx pgrx "$@"; }

# The one version that fits Cargo.toml, kept apart from whatever cargo-pgrx the user works with.
need_cargo_pgrx() {
    PATH=$TOOLS/cargo-pgrx-$PGRX_VERSION/bin:$PATH
    [[ $(pgrx --version 2>/dev/null) == "cargo-pgrx $PGRX_VERSION" ]] && return
    # cargo-pgrx links OpenSSL.
    { have pkg-config && pkg-config --exists openssl; } || need_packages pkg-config libssl-dev
    say "cargo: installing cargo-pgrx $PGRX_VERSION (about four minutes, once)"
    cargo install --locked --quiet --root "$TOOLS/cargo-pgrx-$PGRX_VERSION" --version "$PGRX_VERSION" cargo-pgrx
}

# use_pgrx_home NAME MAJOR PG_CONFIG: pgrx's settings, one folder per installation so that adding one rebuilds nothing for another.
use_pgrx_home() {
    export PGRX_HOME=$TOOLS/pgrx/$1
    grep -qsF "pg$2 = \"$3\"" "$PGRX_HOME/config.toml" && return
    mkdir -p "$PGRX_HOME"
    pgrx init --no-run "--pg$2" "$3" >"$PGRX_HOME/init.log" 2>&1 || die "cargo pgrx init: $(cat "$PGRX_HOME/init.log")"
}

# stage_extension PG_CONFIG STAGE: a release build, laid out below STAGE as it is to lie below /. cargo decides what has to be rebuilt.
stage_extension() {
    local pg_config=$1 stage=$2 major
    major=$("$pg_config" --version | sed -E 's/^PostgreSQL ([0-9]+).*/\1/')
    rm -rf "$stage"
    (cd "$ROOT" && PGRX_BUILD_FLAGS=--locked pgrx package --pg-config "$pg_config" --no-default-features --features "pg$major" --out-dir "$stage")
}

# place_extension PG_CONFIG STAGE [as_root]: each file is renamed into place: overwriting a library that a backend has loaded crashes it.
place_extension() {
    local pg_config=$1 stage=$2 runner=${3:-} folder file
    for folder in "$("$pg_config" --pkglibdir)" "$("$pg_config" --sharedir)/extension"; do
        for file in "$stage$folder"/crm_hygiene*; do
            $runner install -m "$([[ $file == *.so ]] && echo 755 || echo 644)" "$file" "$folder/.${file##*/}.new"
            $runner mv -f "$folder/.${file##*/}.new" "$folder/${file##*/}"
        done
    done
}

# build_into_sandbox DIR: builds for the sandbox's PostgreSQL and installs it there.
build_into_sandbox() {
    local pg_config log=$1/build.log
    pg_config=$(bindir "$1")/pg_config
    stage_extension "$pg_config" "$1/stage" >"$log"
    place_extension "$pg_config" "$1/stage"
}
