#!/usr/bin/env bash
# Regenerates every compiled-in data set from packages in public registries.
set -euo pipefail
cd "$(dirname "$0")"
for script in */generate.sh; do
    echo "== $script"
    bash "$script"
done
