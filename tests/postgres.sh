#!/usr/bin/env bash
# A private PostgreSQL for the tests: `tests/postgres.sh start FOLDER` makes a cluster in FOLDER (which must not be there yet),
# starts it and prints its address; `tests/postgres.sh stop FOLDER` stops it and removes the folder.
#
# It listens on the loopback address and a free port, belongs to an unprivileged user, and is stopped by its own process
# id. Needs Debian's package postgresql.
set -euo pipefail

fail() { printf 'tests/postgres.sh: %s\n' "$*" >&2; exit 1; }
[ $# -eq 2 ] || fail "say start FOLDER or stop FOLDER"
folder=$2

bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || fail "PostgreSQL is not installed; install Debian's package postgresql"

# PostgreSQL refuses to run as root; Debian's package brings a user for it.
unprivileged() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi
}

start() {
    mkdir "$folder" || fail "$folder is there already"
    if [ "$(id -u)" = 0 ]; then chown postgres: "$folder"; fi
    unprivileged "$bin/initdb" --pgdata="$folder/data" --username=registry --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
        --no-instructions >"$folder.log" 2>&1 || { cat "$folder.log" >&2; fail "the cluster cannot be made"; }
    local port attempt
    for attempt in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 30000))
        if (cd "$folder" && unprivileged "$bin/pg_ctl" start --wait --pgdata="$folder/data" --log="$folder/server.log" \
            --options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='' -c max_connections=400") \
            >"$folder.log" 2>&1; then
            rm -f "$folder.log"
            printf 'postgres://registry@127.0.0.1:%s/postgres\n' "$port"
            return
        fi
    done
    cat "$folder.log" "$folder/server.log" >&2
    fail "the server does not start (tried $attempt ports)"
}

stop() {
    # The first line of postmaster.pid is the process id of this server and of no other.
    (cd / && unprivileged "$bin/pg_ctl" stop --wait --mode=immediate --pgdata="$folder/data") >/dev/null
    rm -rf "$folder"
}

case $1 in
    start) start ;;
    stop) stop ;;
    *) fail "say start FOLDER or stop FOLDER" ;;
esac
