#!/bin/sh
# Compares `registry plan` with general solvers on made-up problems (docs/BENCHMARKS.md). Not part of CI: it takes
# highspy and ortools from PyPI into target/peers, and minutes.
#
#     tests/peers/solvers.sh [SEEDS] [PATTERN]
set -eu
cd "$(dirname "$0")/../.."

python="target/peers/bin/python"
if [ ! -x "$python" ]; then
    python3 -m venv target/peers
    "$python" -m pip install --quiet highspy ortools
fi

cargo build --release --quiet -p registry-api --bin registry
cargo run --release --quiet -p registry-tests --bin instances -- target/instances "${1:-3}"
exec "$python" tests/peers/solvers.py target/release/registry target/instances/${2:-}*.json
