#!/usr/bin/env bash
# Tries the registry with other people's software: the graphql-http audit, axe and vnu on pages in a real browser, and
# the JSON Schema of 1EdTech, the verifiers of Digital Bazaar and of the Digital Credentials Consortium, a reader of QR codes.
# Needs node, npm, pip, java and Debian's chromium; REGISTRY_BIN names the program, otherwise it is the debug build.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${REGISTRY_BIN:-$PWD/target/debug/registry}
[ -x "$program" ] || { printf 'tests/peers/run.sh: %s is not there; run cargo build first\n' "$program" >&2; exit 1; }
corpus=$(dirname "$program")/credentials
[ -x "$corpus" ] || { printf 'tests/peers/run.sh: %s is not there; run cargo build --workspace first\n' "$corpus" >&2; exit 1; }

export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
npm ci --prefix tests/peers --silent --no-audit --no-fund

folder=$(mktemp -d)
server=
stop() {
    if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
    rm -rf "$folder"
}
trap stop EXIT

# Starts a server of its own, so that no script spends the points of another.
start() {
    if [ -n "$server" ]; then kill "$server"; wait "$server" || true; fi
    rm -f "$folder/out"
    REGISTRY_ADDRESS=https://registry.example "$program" serve --listen 127.0.0.1:0 --database "$folder/registry.db" >"$folder/out" 2>"$folder/log" &
    server=$!
    for _ in $(seq 100); do
        url=$(sed -n 's/^GraphQL: *\(http:.*\)\/graphql$/\1/p' "$folder/out" 2>/dev/null || true)
        [ -n "$url" ] && return
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    printf 'tests/peers/run.sh: the server did not start\n' >&2
    cat "$folder/log" >&2
    exit 1
}

status=0
start
node tests/peers/graphql_http_audit.mjs "$url/graphql" | tee "$folder/said" >&2 || status=1
start
node tests/peers/pages.mjs "$url" target/screenshots | tee -a "$folder/said" >&2 || status=1
start
token=$("$program" token create --provider tafe-gippsland --label 'pages' --scope publish --scope issue --scope manage-tokens --days 1 \
    --database "$folder/registry.db" | grep -Eo 'mcr_[A-Za-z0-9_-]{43}')
"$program" key generate --provider tafe-gippsland --database "$folder/registry.db" >/dev/null
operator=$("$program" token create --operator --label 'pages' --scope publish --scope issue --scope manage-tokens --days 1 \
    --database "$folder/registry.db" | grep -Eo 'mcr_[A-Za-z0-9_-]{43}')
node tests/peers/pages-workspace.mjs "$url" target/screenshots "$token" "$operator" | tee -a "$folder/said" >&2 || status=1
# The script before ends with somebody who tries many tokens, after whom nobody signs in for a minute.
start
node tests/peers/pages-keyboard.mjs "$url" target/screenshots "$token" | tee -a "$folder/said" >&2 || status=1
"$corpus" "$folder/held"
named=$(grep -l Invented "$folder"/held/issued/*.json | head -n 1)
issuer=lantern-street-collective
"$program" key generate --provider "$issuer" --database "$folder/registry.db" >/dev/null
printf 'course,completed,name\n' >"$folder/roster.csv"
for number in 1 2 3 4 5 6 7; do
    printf 't1-movement-history,%s,Invented Name %s\n' "$(date +%F)" "$number" >>"$folder/roster.csv"
done
REGISTRY_ADDRESS=https://registry.example "$program" issue "$folder/roster.csv" --provider "$issuer" \
    --claims "$folder/claims.csv" --database "$folder/registry.db" >/dev/null
node tests/peers/pages-record.mjs "$url" target/screenshots "$named" "$folder/claims.csv" | tee -a "$folder/said" >&2 || status=1
start
node tests/peers/pages-verify.mjs "$url" target/screenshots "$program" "$folder/registry.db" | tee -a "$folder/said" >&2 || status=1
start
node tests/peers/explorer.mjs "$url" target/screenshots | tee -a "$folder/said" >&2 || status=1
start
node tests/peers/server_credentials.mjs "$program" "$folder/registry.db" "$url" | tee -a "$folder/said" >&2 || status=1
node tests/peers/qr.mjs "$program" "$folder/registry.db" "$url" | tee -a "$folder/said" >&2 || status=1
"$corpus" "$folder/credentials"
node tests/peers/credentials.mjs "$program" "$folder/credentials" | tee -a "$folder/said" >&2 || status=1
mkdir "$folder/schemas"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --no-binary openbadgeslib --require-hashes \
    --requirement tests/peers/schemas.txt --dest "$folder/schemas"
tar -xzf "$folder"/schemas/openbadgeslib-*.tar.gz -C "$folder/schemas" --strip-components=1
cp "$folder"/schemas/tests/fixtures/ob_schemas/*.json "$folder"/schemas/openbadgeslib/ob3/contexts/clr_context_2.0.1.json "$folder/schemas"
node tests/peers/schemas.mjs "$program" "$folder/credentials" "$folder/schemas" | tee -a "$folder/said" >&2 || status=1
node tests/peers/verifier_core.mjs "$program" "$folder/credentials" "$folder/schemas" | tee -a "$folder/said" >&2 || status=1

passed=$(grep -Eo '[0-9]+ passed' "$folder/said" | awk '{ sum += $1 } END { print sum + 0 }')
failed=$(grep -Eo '[0-9]+ failed' "$folder/said" | awk '{ sum += $1 } END { print sum + 0 }')
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
# The parts were said on standard error, so that whoever adds up standard output counts nothing twice.
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
