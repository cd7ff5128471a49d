#!/usr/bin/env bash
# Regenerates the tables in this folder; see README.md.
set -euo pipefail
cd "$(dirname "$0")"
venv=$(mktemp -d)
trap 'rm -rf "$venv"' EXIT
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet pypinyin==0.55.0
"$venv/bin/python" generate.py
