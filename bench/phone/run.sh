#!/usr/bin/env bash
# usage: bench/phone/run.sh
# Phone numbers here, in C++ libphonenumber (Debian's libphonenumber-dev and g++), in Python phonenumbers and in two Rust crates:
# nanoseconds a call on the numbers of numbers.tsv, and how many times ours the others take.
. "$(dirname "${BASH_SOURCE[0]}")/../../tests/lib.sh"

here=$ROOT/bench/phone built=$TOOLS/bench/phone
[[ -f /usr/include/phonenumbers/phonenumberutil.h ]] || die "C++ libphonenumber is missing: apt-get install libphonenumber-dev g++"
mkdir -p "$built"
g++ -O2 -o "$built/libphonenumber" "$here/libphonenumber.cc" -lphonenumber
[[ -x $built/venv/bin/python3 ]] || python3 -m venv "$built/venv"
"$built/venv/bin/pip" install -q phonenumbers==9.0.43
(cd "$ROOT" && cargo build --release -q -p crm_hygiene_core --example phone_bench)
"$built/venv/bin/python3" "$here/compare.py" "${CARGO_TARGET_DIR:-$ROOT/target}/release/examples/phone_bench" "$built/libphonenumber" "$here/numbers.tsv"
