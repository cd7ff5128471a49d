# shellcheck shell=bash
# What demo, tests and bench share. Source it; it only defines functions and a few paths.
#   lib/machine.sh   what the machine needs: packages, sudo, a folder the server's account can reach
#   lib/postgres.sh  a PostgreSQL of our own: a private copy of its tree, a throw-away server
#   lib/build.sh     cargo-pgrx, building the extension and putting it in place by rename
set -Eeuo pipefail
# No script may die without a word about where.
trap 'echo "failed at $(basename "${BASH_SOURCE[0]:-shell}"):$LINENO: $BASH_COMMAND" >&2' ERR
umask 022

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
TOOLS=$ROOT/.tools # everything that is downloaded or made once; safe to delete
export ROOT TOOLS

# Settings of the caller's own PostgreSQL must not reach ours.
unset PGHOST PGHOSTADDR PGPORT PGUSER PGDATABASE PGPASSWORD PGPASSFILE PGSERVICE PGOPTIONS PGDATA PGSSLMODE PGCLIENTENCODING PGTZ PGDATESTYLE

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# shellcheck source-path=SCRIPTDIR
. "$ROOT/tests/lib/machine.sh"
# shellcheck source-path=SCRIPTDIR
. "$ROOT/tests/lib/postgres.sh"
# shellcheck source-path=SCRIPTDIR
. "$ROOT/tests/lib/build.sh"
