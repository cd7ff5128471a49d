#!/usr/bin/env bash
# usage: bench/kinds/run.sh [PHONES.tsv]
# What the kinds say, held against other libraries and against what addresses were made from, and what a value costs.
# PHONES.tsv is a table of what libphonenumber says (see the example phone_reference).
. "$(dirname "${BASH_SOURCE[0]}")/../../tests/lib.sh"

here=$ROOT/bench/kinds venv=$TOOLS/bench/kinds/venv
[[ -x $venv/bin/python3 ]] || python3 -m venv "$venv"
"$venv/bin/pip" install -q email-validator==2.4.0 python-stdnum==2.2
example() { (cd "$ROOT" && cargo run -q --release -p crm_hygiene_core --example "$@"); }

status=0
say "e-mail: the table of edge cases, and 100,000 generated fields, beside email-validator"
"$venv/bin/python3" "$ROOT/src/core/kind/email/edge_cases.py" || status=1
"$venv/bin/python3" "$here/emails.py" || status=1
say "credit codes and identity numbers beside python-stdnum"
"$venv/bin/python3" "$here/ids.py" || status=1
say "addresses made from the divisions, as people write them"
example address_parse || status=1
if [[ -n ${1-} ]]; then
    say "phones beside libphonenumber"
    example phone_reference -- "$(realpath "$1")" || status=1
fi
say "nanoseconds a value"
example kind_speed
exit $status
