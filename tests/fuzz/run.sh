#!/usr/bin/env bash
# Fuzzes one kind: tests/fuzz/run.sh KIND [SECONDS]. Needs cargo-fuzz (cargo install cargo-fuzz) and a C++ compiler.
# What it finds stays under tests/fuzz/artifacts/KIND; what it learned, under tests/fuzz/corpus/KIND.
set -euo pipefail
kind=${1:?usage: tests/fuzz/run.sh KIND [SECONDS]}
seconds=${2:-60}
cd "$(dirname "$0")/../.."
command -v cargo-fuzz >/dev/null || { echo "cargo-fuzz is missing: cargo install cargo-fuzz" >&2; exit 2; }

# Coverage instrumentation is a nightly flag that the stable compiler accepts when told so. No sanitizer: there is no
# unsafe code to watch, and without one the compiler's own standard library serves and runs are twice as fast.
export RUSTC_BOOTSTRAP=1
exec cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none "$kind" -- \
    -max_total_time="$seconds" -max_len=1024 -timeout=5 -rss_limit_mb=1024 -dict=tests/fuzz/kinds.dict -print_final_stats=1
