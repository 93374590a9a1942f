// What a running registry issues is verified by Digital Bazaar's libraries: node server_credentials.mjs PROGRAM DATABASE URL
//
// PROGRAM is the registry, DATABASE its database, URL where it serves it. Everything is fetched first; then the network is shut.

import { execFileSync } from "node:child_process";
import * as vc from "@digitalbazaar/vc";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as DidKey from "@digitalbazaar/did-method-key";
import * as Multikey from "@digitalbazaar/ed25519-multikey";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import { check, documents, end, loader, shutTheNetwork } from "./offline.mjs";

const [program, database, url] = process.argv.slice(2);
if (!url) {
  console.error("Say what to try: node server_credentials.mjs PROGRAM DATABASE URL");
  process.exit(2);
}

const provider = "paper-daisy-training";
const registry = (...line) => execFileSync(program, [...line, "--database", database], { encoding: "utf8" });
const token = registry("token", "create", "--provider", provider, "--label", "peers", "--scope", "issue").split("\n")[0];
try {
  registry("key", "generate", "--provider", provider);
} catch {
  // A script before this one made a key, so the provider takes a new one.
  registry("key", "rotate", "--provider", provider);
}

async function ask(query, variables) {
  const answer = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await answer.json()).data;
}

const award = { course: "t3-trauma-informed-care", version: "1.0.0", completed: new Date().toISOString().slice(0, 10) };
// The last has a neutral title, so there are two editions of it; it is revoked.
const both = { ...award, course: "suite-peer-support", holderName: "Zoë Lee 🌻" };
const awards = [award, { ...award, holderName: "Zoë Lee 🌻", suspendable: true }, { ...award, suspendable: true }, both];
const { issueCredentials } = await ask(
  "mutation($awards: [AwardInput!]!) { issueCredentials(input: {awards: $awards}) { results { credential { id document neutralDocument } } userErrors { message } } }",
  { awards },
);
check("they are issued", issueCredentials.userErrors.length === 0, issueCredentials.userErrors);
const issued = issueCredentials.results.map(({ credential }) => ({ id: credential.id, document: JSON.parse(credential.document) }));
const neutral = issueCredentials.results[3].credential.neutralDocument;
issued.push({ id: issued[3].id, document: JSON.parse(neutral) });
check("the neutral edition has its own title", !neutral.includes("peer-support") && neutral.includes("Relational practice"), neutral);
for (const [field, number] of [["revokeCredentials", 1], ["suspendCredentials", 2], ["revokeCredentials", 3]]) {
  await ask(`mutation($ids: [String!]!) { ${field}(input: {credentials: $ids}) { results { outcome } } }`, { ids: [issued[number].id] });
}

const lists = new Set(issued.flatMap(({ document }) => [document.credentialStatus].flat()).map((entry) => entry.statusListCredential));
const fetched = async () => new Map(await Promise.all([...lists].map(async (at) => [at, await (await fetch(url + new URL(at).pathname)).json()])));
for (const [at, list] of await fetched()) documents.set(at, list);
// The provider takes a new key, and from then on signs the lists with it.
registry("key", "rotate", "--provider", provider);
const after = await fetched();
shutTheNetwork();

const keys = DidKey.driver();
keys.use({ multibaseMultikeyHeader: "z6Mk", fromMultibase: Multikey.from });
const documentLoader = loader(keys);
const suite = () => new DataIntegrityProof({ cryptosuite });
// Their library looks at lists with the suite it is given.
const status = (options) => checkStatus({ ...options, suite: suite(), documentLoader });
for (const [number, { document }] of issued.entries()) {
  const result = await vc.verifyCredential({ credential: document, suite: suite(), documentLoader, checkStatus: status });
  check(`${number} verifies`, result.verified, result.error ?? result);
  const set = (result.statusResult?.results ?? []).filter((one) => one.status);
  check(`${number} is ${number === 0 ? "good" : "not good"}`, set.length === (number === 0 ? 0 : 1), result.statusResult);
  const changed = structuredClone(document);
  changed.credentialSubject.achievement.name += " (honours)";
  check(`${number}: a change is seen`, !(await vc.verifyCredential({ credential: changed, suite: suite(), documentLoader, checkStatus: status })).verified);
}

// After a change of key: what the old one signed still verifies, and the lists say what they said. Their library takes a list of
// another key only where it is told to; without that it leaves the status open, and takes nothing revoked for good.
for (const [at, list] of after) {
  check(`${at} is signed with the new key`, list.issuer !== documents.get(at).issuer, list.issuer);
  documents.set(at, list);
}
const anyKey = (options) => status({ ...options, verifyMatchingIssuers: false });
for (const [number, { document }] of issued.entries()) {
  const result = await vc.verifyCredential({ credential: document, suite: suite(), documentLoader, checkStatus: anyKey });
  check(`${number} verifies after a change of key`, result.verified, result.error ?? result);
  const set = (result.statusResult?.results ?? []).filter((one) => one.status);
  check(`${number} is ${number === 0 ? "good" : "not good"} after a change of key`, set.length === (number === 0 ? 0 : 1), result.statusResult);
  const strict = await vc.verifyCredential({ credential: document, suite: suite(), documentLoader, checkStatus: status });
  const why = strict.statusResult?.error?.message ?? "";
  check(`${number} is left open where one key is asked for`, !strict.verified && why.includes("do not match"), strict.statusResult ?? strict);
  check(`${number}: its signature holds all the same`, strict.results?.every(({ verified }) => verified), strict);
}

end("credentials of a server");
