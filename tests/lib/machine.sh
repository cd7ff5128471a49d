# shellcheck shell=bash
# What the machine has to offer: packages, root or sudo, and a folder that the server's account can reach.

is_root() { ((EUID == 0)); }

# A password prompt is fine on a terminal and a hang anywhere else.
can_sudo() { have sudo && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; }

as_root() {
    if is_root; then "$@"; else sudo "$@"; fi
}

has_package() { [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

apt_offers() { [[ -n $(apt-cache policy "$1" 2>/dev/null | awk '/Candidate:/ && $2 != "(none)"') ]]; }

# A bare image has no package lists at all.
refresh_package_lists() {
    apt_offers postgresql-common && return
    may_install postgresql-common
    mkdir -p "$TOOLS"
    say "apt: refreshing the package lists"
    apt_get update >>"$TOOLS/apt.log" 2>&1 || die "apt-get update failed: $(tail -5 "$TOOLS/apt.log")"
}

# may_install PACKAGE…: stops where neither root nor sudo is to be had, and says all that an administrator would have to install.
may_install() {
    local package missing=()
    have apt-get || die "$*: not there, and this machine has no apt. CONTRIBUTING.md says what is needed."
    is_root || can_sudo && return
    for package in "$@" gcc libc6-dev "postgresql-${PG_MAJOR:-15}" "postgresql-server-dev-${PG_MAJOR:-15}" libclang-dev clang pkg-config libssl-dev; do
        has_package "$package" || [[ " ${missing[*]} " == *" $package "* ]] || missing+=("$package")
    done
    die "$*: not there, and this account has neither root nor sudo.
  An administrator can install all that is missing with:
      apt-get install -y ${missing[*]}
  Then run this again; nothing else here needs root."
}

# apt's own words go to .tools/apt.log, and to the terminal when it fails twice.
apt_install() {
    mkdir -p "$TOOLS"
    apt_get install "$@" >>"$TOOLS/apt.log" 2>&1 && return
    say "apt: refreshing the package lists"
    apt_get update >>"$TOOLS/apt.log" 2>&1 && apt_get install "$@" >>"$TOOLS/apt.log" 2>&1 && return
    tail -20 "$TOOLS/apt.log" >&2
    die "apt-get install $* failed; all of its output is in .tools/apt.log"
}

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" </dev/null; }

# need_packages PACKAGE… : installs those that are missing.
need_packages() {
    local package missing=()
    for package; do has_package "$package" || missing+=("$package"); done
    ((${#missing[@]})) || return 0
    may_install "${missing[@]}"
    say "apt: installing ${missing[*]}"
    apt_install "${missing[@]}"
}

need_rust() {
    have cargo || die "cargo is not on the PATH. Install a Rust toolchain (https://rustup.rs), then run this again."
    have cc || need_packages gcc libc6-dev
}

# PostgreSQL refuses to run as root, so root hands the server to this account.
server_account() {
    if is_root; then echo postgres; else id -un; fi
}

# run_as_server COMMAND… : in a folder that every account can read.
run_as_server() (
    cd /
    # Errors would carry it in their DETAIL.
    unset RUST_BACKTRACE
    if is_root; then runuser -u postgres -- "$@"; else "$@"; fi
)

# place NAME: where NAME lives. In the checkout, unless root works in a folder (/root, say) that the server's account can't enter.
place() {
    if is_root && ! runuser -u nobody -- test -x "$ROOT" 2>/dev/null; then
        local base
        base=/var/tmp/crm_hygiene-$(printf '%s' "$ROOT" | cksum | cut -d' ' -f1)
        [[ -d $base ]] || mkdir "$base"
        [[ ! -L $base && -O $base ]] || die "$base belongs to somebody else"
        echo "$base/${1#.}"
    else
        echo "$ROOT/$1"
    fi
}

# need_python NAME PACKAGE==VERSION… : a virtual environment .tools/NAME with these in it.
need_python() {
    local venv=$TOOLS/$1 wanted
    shift
    wanted=$*
    [[ -x $venv/bin/python && $(cat "$venv/wanted" 2>/dev/null) == "$wanted" ]] && return
    python3 -c 'import venv, ensurepip' 2>/dev/null || need_packages python3 python3-venv
    say "pip: $wanted"
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install -q --disable-pip-version-check "$@"
    echo "$wanted" >"$venv/wanted"
}
