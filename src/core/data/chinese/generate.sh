#!/usr/bin/env bash
# Fetches the packages by name and version, then writes the tables.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pip install --quiet --no-deps --target "$work" pypinyin==0.55.0 opencc-python-reimplemented==0.1.7
python3 generate.py "$work"
