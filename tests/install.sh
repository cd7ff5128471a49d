#!/usr/bin/env bash
# usage: PG_CONFIG=/path/to/pg_config tests/install.sh
# Builds for an existing server and installs there, by rename: sessions that have the old library loaded keep it until they end.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PG_CONFIG=${PG_CONFIG:-$(command -v pg_config || true)}
[[ -x $PG_CONFIG ]] || die "no pg_config. Say which server: make install PG_CONFIG=/usr/lib/postgresql/15/bin/pg_config"
export PG_CONFIG
major=$(choose_major)
[[ " ${MAJORS[*]} " == *" $major "* ]] || die "PostgreSQL $major is not supported (${MAJORS[*]} are)"
[[ -f $("$PG_CONFIG" --includedir-server)/postgres.h ]] || die "the server headers are missing; on Debian and Ubuntu: apt-get install postgresql-server-dev-$major"
need_rust
need_postgres "$major"
need_cargo_pgrx
use_pgrx_home "$major" "$major" "$PG_CONFIG"
stage=$TOOLS/stage-$major
say "building for $("$PG_CONFIG" --version)"
stage_extension "$PG_CONFIG" "$stage"

runner=
if [[ ! -w $("$PG_CONFIG" --pkglibdir) || ! -w $("$PG_CONFIG" --sharedir)/extension ]]; then
    can_sudo || die "$("$PG_CONFIG" --pkglibdir) can't be written by this account, and there is no sudo. Built in $stage; an administrator can copy it from there."
    runner=as_root
fi
place_extension "$PG_CONFIG" "$stage" $runner
say "installed. In each database: CREATE EXTENSION crm_hygiene; (or ALTER EXTENSION crm_hygiene UPDATE)"
