# shellcheck shell=bash
# A PostgreSQL of our own. A "sandbox" is a folder with
#   pg/       a private copy of a PostgreSQL installation: the programs copied, all else linked. PostgreSQL finds its files relative to
#             its programs, so an extension installed here is seen by this copy only and the system's installation stays as it is.
#   bindir    where pg_config and postgres are in it
#   data/     the cluster; data/server.log its log
#   socket    names the short-lived folder of its unix socket (socket paths are limited to 107 bytes, checkouts are not)
# The server listens on that socket only, and only its own account and root can open it.

# Built and tested on 15; the others are used where 15 isn't to be had.
MAJORS=(15 16 17 18)

system_pg_config() { echo "/usr/lib/postgresql/$1/bin/pg_config"; }

system_has() {
    local pg_config
    pg_config=$(system_pg_config "$1")
    [[ -x $pg_config && -x ${pg_config%/*}/postgres && -f $("$pg_config" --includedir-server)/postgres.h ]]
}

# The major to use: PG_MAJOR, or one that is installed with its headers, or one that apt offers; 15 first each time.
choose_major() {
    local major
    if [[ -n ${PG_CONFIG:-} ]]; then "$PG_CONFIG" --version | sed -E 's/^PostgreSQL ([0-9]+).*/\1/' && return; fi
    if [[ -n ${PG_MAJOR:-} ]]; then echo "$PG_MAJOR" && return; fi
    for major in "${MAJORS[@]}"; do system_has "$major" && echo "$major" && return; done
    refresh_package_lists >&2
    for major in "${MAJORS[@]}"; do apt_offers "postgresql-$major" && echo "$major" && return; done
    die "apt offers none of PostgreSQL ${MAJORS[*]}"
}

# need_postgres MAJOR: server and headers from apt, unless PG_CONFIG names one.
need_postgres() {
    local major=$1 packages=(libclang-dev clang)
    if [[ -z ${PG_CONFIG:-} ]] && ! system_has "$major"; then
        if ! has_package "postgresql-$major"; then without_main_cluster "postgresql-$major"; fi
        packages+=("postgresql-server-dev-$major")
    fi
    # bindgen wants libclang and clang's own headers; any version will do.
    if [[ -n ${LIBCLANG_PATH:-} ]] && have clang; then packages=("${packages[@]:2}"); fi
    ((${#packages[@]} == 0)) || need_packages "${packages[@]}"
}

# Debian starts a cluster on port 5432 when the server is installed; whoever asked for a demo did not ask for that.
without_main_cluster() {
    local conf=/etc/postgresql-common/createcluster.d/crm_hygiene-no-main-cluster.conf
    refresh_package_lists
    need_packages postgresql-common
    as_root mkdir -p "${conf%/*}"
    echo 'create_main_cluster = false' | as_root tee "$conf" >/dev/null
    need_packages "$1"
    as_root rm -f "$conf"
}

# The longest folder that all arguments share.
common_folder() {
    local common=$1 path
    for path; do
        while [[ $path != "$common"/* && -n $common ]]; do common=${common%/*}; done
    done
    echo "$common"
}

# make_sandbox DIR PG_CONFIG: the private copy, made anew when the installation it was copied from has changed.
make_sandbox() {
    local dir=$1 pg_config=$2 common bin lib share include stamp kind
    bin=$("$pg_config" --bindir) lib=$("$pg_config" --pkglibdir) share=$("$pg_config" --sharedir) include=$("$pg_config" --includedir-server)
    stamp="$dir from $bin $("$pg_config" --version) $(stat -c %Y "$bin/postgres")"
    [[ $(cat "$dir/copied" 2>/dev/null) == "$stamp" ]] && return
    common=$(common_folder "$bin" "$lib" "$share" "$include")
    rm -rf "$dir/pg" "$dir/copied"
    for kind in "$bin" "$lib" "$share" "${include%/*}"; do mkdir -p "$dir/pg${kind#"$common"}"; done
    cp -L "$bin"/* "$dir/pg${bin#"$common"}/"
    cp -rs "$lib/." "$dir/pg${lib#"$common"}/"
    cp -rs "$share/." "$dir/pg${share#"$common"}/"
    # An installed crm_hygiene must not be linked: writing through the link would change the system's.
    find "$dir/pg" -type l -name 'crm_hygiene*' -delete
    ln -sfn "$include" "$dir/pg${include#"$common"}"
    echo "$dir/pg${bin#"$common"}" >"$dir/bindir"
    echo "$stamp" >"$dir/copied"
}

bindir() { cat "$1/bindir"; }
major_of() { "$(bindir "$1")/pg_config" --version | sed -E 's/^PostgreSQL ([0-9]+).*/\1/'; }

# test_driver DIR NAME: pg_regress or pg_isolation_regress. Debian ships them with the client package; any major's driver drives any server.
test_driver() {
    local found
    shopt -s nullglob globstar
    found=("$1"/pg/**/src/test/*/"$2" "/usr/lib/postgresql/$(major_of "$1")"/lib/pgxs/src/test/*/"$2" /usr/lib/postgresql/*/lib/pgxs/src/test/*/"$2")
    shopt -u nullglob globstar
    ((${#found[@]})) || die "$2 not found: it comes with Debian's postgresql-client-15"
    echo "${found[0]}"
}

server_running() { [[ -s $1/socket && -S $(cat "$1/socket")/.s.PGSQL.5432 ]] && run_as_server "$(bindir "$1")/pg_ctl" -D "$1/data" status >/dev/null 2>&1; }

# start_server DIR [SETTING…]: makes the cluster when there is none.
start_server() {
    local dir=$1 bin socket account
    shift
    server_running "$dir" && return
    bin=$(bindir "$dir") account=$(server_account)
    if [[ ! -s $dir/data/PG_VERSION ]]; then
        rm -rf "$dir/data"
        install -d -m 700 "$dir/data"
        if is_root; then chown "$account:" "$dir/data"; fi
        run_as_server "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 ||
            die "initdb failed: $(tail -5 "$dir/initdb.log")"
        echo "include_if_exists = 'crm_hygiene.conf'" >>"$dir/data/postgresql.conf"
    fi
    forget_socket "$dir"
    socket=$(mktemp -d /tmp/crm_hygiene.XXXXXX)
    if is_root; then chown "$account:" "$socket"; fi
    echo "$socket" >"$dir/socket"
    {
        echo "listen_addresses = ''"
        echo "port = 5432 # names the socket; no port is opened"
        echo "unix_socket_directories = '$socket'"
        echo "unix_socket_permissions = 0700"
        echo "timezone = 'UTC'"
        echo "lc_messages = 'C'"
        ((!$#)) || printf '%s\n' "$@"
    } >"$dir/data/crm_hygiene.conf"
    without_descriptors run_as_server "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w -t 60 start </dev/null >/dev/null ||
        die "the server did not start: $(tail -5 "$dir/data/server.log")"
}

# A server outlives the script: it must not keep a lock or a pipe of whoever called.
without_descriptors() (
    local number
    for number in /proc/"$BASHPID"/fd/*; do
        number=${number##*/}
        if ((number > 2)); then exec {number}>&-; fi
    done
    "$@"
)

forget_socket() {
    local socket
    socket=$(cat "$1/socket" 2>/dev/null || true)
    if [[ $socket == /tmp/crm_hygiene.* ]]; then rm -rf "$socket"; fi
    rm -f "$1/socket"
}

# stop_server DIR: quiet when it isn't running.
stop_server() {
    if [[ -s $1/data/postmaster.pid ]]; then
        run_as_server "$(bindir "$1")/pg_ctl" -D "$1/data" -m fast -w stop >/dev/null 2>&1 || true
    fi
    forget_socket "$1"
}

# client DIR PROGRAM ARG… : a PostgreSQL client program that talks to this server.
client() {
    local dir=$1 program=$2 socket
    shift 2
    socket=$(cat "$dir/socket")
    PGHOST=$socket PGPORT=5432 PGUSER=postgres PGCLIENTENCODING=UTF8 "$(bindir "$dir")/$program" "$@"
}

# sql DIR DATABASE ARG… : psql that stops at the first error and reads no psqlrc.
sql() {
    local dir=$1 database=$2
    shift 2
    client "$dir" psql -X -q -v ON_ERROR_STOP=1 -d "$database" "$@"
}

# load_leads DIR DATABASE CSV: the table leads, every column text but the key and the time.
load_leads() {
    sql "$1" "$2" -c "create table leads (id bigint primary key, name text, company text, phone text, email text, city text, address text,
        created_at timestamptz, source text)"
    sql "$1" "$2" -c "\\copy leads from pstdin with (format csv, header true)" <"$3"
    sql "$1" "$2" -c "analyze leads"
}
