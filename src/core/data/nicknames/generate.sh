#!/usr/bin/env bash
# Fetches the package by name and version, then writes the table.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pip install --quiet --no-deps --target "$work" nicknames==1.0.1
python3 generate.py "$work" "$@"
