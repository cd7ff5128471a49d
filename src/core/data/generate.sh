#!/bin/sh
# Regenerates every compiled-in data set from its package, at the version its script pins.
set -eu
cd "$(dirname "$0")"
for script in */generate.*; do
    case "$script" in
        *.sh) sh "$script" ;;
        *.py) [ -e "${script%.py}.sh" ] || python3 "$script" ;;
    esac
done
