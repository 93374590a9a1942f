#!/bin/sh
# Compares the registry with general solvers on made-up problems (docs/BENCHMARKS.md). Not part of CI: it takes
# highspy and ortools from PyPI into target/peers, and minutes; of the choosing sets alone (PATTERN courses) about one.
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
cargo build --release --quiet -p registry-tests --bins
target/release/instances target/instances "${1:-5}"
exec "$python" tests/peers/solvers.py target/release target/instances/${2:-}*.json
