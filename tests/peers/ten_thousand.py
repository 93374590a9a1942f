#!/usr/bin/env python3
"""Issues and verifies as many credentials as an intake has: ten_thousand.py PROGRAM [COUNT]

PROGRAM is a release build of the registry. Two rosters are issued, of a course without a neutral title and of one with it (each of
whose credentials is signed twice), and everything that came of them is verified from files, with no network, on all processors and on
one. Of each whole process the time, the processor time and the memory are said. It is not part of the test run; the figures are in
docs/BENCHMARKS.md.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date
from pathlib import Path

PROVIDER = "lantern-street-collective"
ADDRESS = "https://registry.example"
COURSES = {"one edition": "t3-dual-diagnosis", "two editions": "t1-movement-history"}


def measured(what, line, cores=None, expect=0):
    """Runs a whole process and prints what it took."""
    begun = time.monotonic()
    child = subprocess.Popen(
        line,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "REGISTRY_ADDRESS": ADDRESS},
        preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
    )
    said = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    took = time.monotonic() - begun
    if os.waitstatus_to_exitcode(status) != expect:
        sys.exit(f"{what}: {said}")
    used = usage.ru_utime + usage.ru_stime
    print(f"| {what} | {took:.1f} s | {used:.1f} s | {usage.ru_maxrss // 1024} MB |", flush=True)


def run(program, *arguments):
    done = subprocess.run([program, *arguments], env={**os.environ, "REGISTRY_ADDRESS": ADDRESS}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)


def fetch(program, database, folder):
    """Keeps the lists as the registry serves them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    server = subprocess.Popen(
        [program, "serve", "--listen", host, "--database", database],
        env={**os.environ, "REGISTRY_ADDRESS": ADDRESS},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for path, name in (("/issuers", "issuers.json"), (f"/status/{PROVIDER}/revocation/1", "status.json")):
            for _ in range(100):
                try:
                    (folder / name).write_bytes(urllib.request.urlopen(f"http://{host}{path}").read())
                    break
                except OSError:
                    time.sleep(0.1)
            else:
                sys.exit(f"{path} is not served")
    finally:
        server.terminate()
        server.wait()


def main():
    if len(sys.argv) < 2:
        sys.exit("Say which program: ten_thousand.py PROGRAM [COUNT]")
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    print("| What | Time | Processor time | Memory at most |\n|---|---|---|---|")
    for name, course in COURSES.items():
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            database, roster, documents = str(folder / "r.db"), folder / "people.csv", folder / "issued"
            rows = [f"p{number},{course},{date.today()},Invented Name {number}" for number in range(count)]
            roster.write_text("reference,course,completed,name\n" + "\n".join(rows) + "\n")
            run(program, "key", "generate", "--provider", PROVIDER, "--database", database)
            claims = str(folder / "claims.csv")
            line = [program, "issue", str(roster), "--provider", PROVIDER, "--claims", claims, "--database", database]
            measured(f"issue {count}, {name}", line)
            documents.mkdir()
            kept = sqlite3.connect(database).execute("SELECT document FROM credential")
            number = 0
            for number, (document,) in enumerate(kept, 1):
                (documents / f"{number:06}.json").write_bytes(document)
            fetch(program, database, folder)
            lists = ["--issuers", str(folder / "issuers.json"), "--status", str(folder / "status.json")]
            verify = [program, "verify", str(documents), *lists]
            measured(f"verify the {number} documents", verify)
            measured("the same on one core", verify, cores={0})
            measured("the same with `--json`", [*verify, "--json"])


if __name__ == "__main__":
    main()
