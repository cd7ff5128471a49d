#!/usr/bin/env bash
# Regenerates domains.bin from the two lists named below and own.txt.
set -euo pipefail
cd "$(dirname "$0")"
DISPOSABLE=0.0.293
FREE=1.12.6
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m pip --quiet download --no-deps --dest "$work" "disposable-email-domains==$DISPOSABLE"
python3 -m zipfile -e "$work"/disposable_email_domains-*.whl "$work"
(cd "$work" && npm pack --silent "free-email-domains@$FREE" >/dev/null && tar xzf free-email-domains-*.tgz)
python3 generate.py "$work/disposable_email_domains/__init__.py" "$work/package/domains.json" own.txt domains.bin
