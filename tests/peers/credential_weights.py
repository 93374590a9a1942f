#!/usr/bin/env python3
"""What questions about credentials take beside a plan, over HTTP: credential_weights.py PROGRAM

PROGRAM is a release build of the registry. Each question is asked five times, from addresses of their own on the loopback, so that no
limit of rate stands in the way; of each the median and the longest are printed, in milliseconds. The weights of graphql/schema.rs rest
on them (docs/BENCHMARKS.md). It is not part of the test run.
"""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

PROVIDER = "lantern-street-collective"
ADDRESS = "https://registry.example"
TIMES = 5


class Server:
    def __init__(self, program, database):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        line = [program, "serve", "--listen", f"0.0.0.0:{self.port}", "--database", database]
        self.process = subprocess.Popen(
            line, env={**os.environ, "REGISTRY_ADDRESS": ADDRESS}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.asked = 0
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.1)
        sys.exit("the server did not start")

    def ask(self, query, variables=None, token=None):
        """The answer, and how long it took."""
        self.asked += 1
        source = (f"127.0.{self.asked // 250 + 1}.{self.asked % 250 + 1}", 0)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, source_address=source)
        headers = {"content-type": "application/json", **({"authorization": f"Bearer {token}"} if token else {})}
        body = json.dumps({"query": query, "variables": variables or {}})
        begun = time.monotonic()
        connection.request("POST", "/graphql", body, headers)
        answer = connection.getresponse()
        said = json.loads(answer.read())
        took = (time.monotonic() - begun) * 1000
        cost = answer.headers.get("x-query-cost")
        connection.close()
        if "errors" in said:
            sys.exit(json.dumps(said))
        return said["data"], took, cost

    def timed(self, what, query, variables=None, token=None):
        taken = [self.ask(query, variables, token) for _ in range(TIMES)]
        times = [took for _, took, _ in taken]
        print(f"{what}: {statistics.median(times):.1f} ms, at most {max(times):.1f}; {taken[0][2]} points", flush=True)
        return taken[0][0], statistics.median(times)


VERIFY = "query($d: String!) { verifyCredential(credential: {json: $d}) { report { verdict } } }"
MEETS = """query($c: [CredentialInput!]!, $for: SubjectInput!) { meetsRequirements(credentials: $c, for: $for) {
  reports { verdict } requirements { remaining { answer provedCheapest training { title } inTheWay alsoNeeded } } userErrors { message } } }"""
PLAN = """query($goal: GoalInput!) { recommendPathways(input: {goal: $goal, learner: {}, limits: {hoursPerWeek: 38}}) {
  outcome { __typename } userErrors { message } } }"""
ISSUE = """mutation($a: [AwardInput!]!) { issueCredentials(input: {awards: $a}) { results { credential { id document } }
  userErrors { message } } }"""
OFFER = "mutation($ids: [String!]!) { offerCredentialsAgain(ids: $ids) { credentials userErrors { message } } }"


def main():
    if len(sys.argv) != 2:
        sys.exit("Say which program: credential_weights.py PROGRAM")
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as place:
        database = str(Path(place) / "r.db")

        def run(*line):
            done = subprocess.run([program, *line, "--database", database], capture_output=True, text=True, check=True)
            return done.stdout

        run("key", "generate", "--provider", PROVIDER)
        # A token has a limit of its own, as an address has.
        token = lambda: run("token", "create", "--provider", PROVIDER, "--label", "weights", "--scope", "issue").split("\n")[0]
        server = Server(program, database)
        try:
            ask(server, token)
        finally:
            server.process.terminate()
            server.process.wait()


def ask(server, token):
    taught, _, _ = server.ask("{ courses(first: 100) { nodes { code } } qualifications(first: 100) { nodes { code } } roles { code } }")
    codes, roles = [one["code"] for one in taught["courses"]["nodes"]], [one["code"] for one in taught["roles"]]
    documents, ids = [], []
    for code in codes:
        data, _, _ = server.ask(ISSUE, {"a": [{"course": code, "completed": str(date.today())}]}, token())
        for one in data["issueCredentials"]["results"]:
            documents.append(one["credential"]["document"])
    print(f"{len(documents)} courses are credentials of {PROVIDER}")
    many = [{"course": "t1-movement-history", "completed": str(date.today())}] * 100
    data, _ = server.timed("issueCredentials, 100", ISSUE, {"a": many}, token())
    ids = [one["credential"]["id"] for one in data["issueCredentials"]["results"]]
    server.timed("offerCredentialsAgain, 1", OFFER, {"ids": ids[:1]}, token())
    server.timed("offerCredentialsAgain, 100", OFFER, {"ids": ids}, token())
    server.timed("verifyCredential", VERIFY, {"d": documents[0]})
    # As many as fit into a request of 64 KiB.
    fitting, size = [], 0
    for document in documents:
        size += len(json.dumps(document))
        if size > 60_000 or len(fitting) == 30:
            break
        fitting.append({"json": document})
    awards = [{"qualification": one["code"]} for one in taught["qualifications"]["nodes"]]
    subjects = [{"role": role} for role in roles] + [{"tier": tier} for tier in (1, 2, 3, 4)] + awards
    for what, given in [("nothing valid", [{"json": "{}"}]), (f"{len(fitting)} credentials", fitting)]:
        slowest = max((server.timed(f"meetsRequirements, {what}, {one}", MEETS, {"c": given, "for": one})[1], str(one)) for one in subjects)
        print(f"slowest with {what}: {slowest[0]:.1f} ms, {slowest[1]}")
    plans = [(server.timed(f"recommendPathways {one}", PLAN, {"goal": one})[1], str(one)) for one in subjects]
    print(f"slowest plan: {max(plans)[0]:.1f} ms, {max(plans)[1]}; median of plans {statistics.median(time for time, _ in plans):.1f} ms")


if __name__ == "__main__":
    main()
