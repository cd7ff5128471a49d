#!/bin/sh
# Regenerates every compiled-in data set from its pinned packages.
set -eu
cd "$(dirname "$0")"
for script in */generate.*; do
    echo "$script"
    "./$script"
done
