// Credentials issued here are verified by Digital Bazaar's libraries, and theirs here, without a network:
// node credentials.mjs PROGRAM FOLDER
//
// PROGRAM is the registry; FOLDER is what `cargo run -p registry-tests --bin credentials -- FOLDER` wrote.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vc from "@digitalbazaar/vc";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as DidKey from "@digitalbazaar/did-method-key";
import * as Multikey from "@digitalbazaar/ed25519-multikey";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { checkStatus, createCredential, createList } from "@digitalbazaar/vc-bitstring-status-list";
import jsonld from "jsonld";
import * as rdfCanonize from "rdf-canonize";
import { check, end, loader, names, read, shutTheNetwork, statusLists } from "./offline.mjs";

const [program, folder] = process.argv.slice(2);
if (!folder) {
  console.error("Say what to try: node credentials.mjs PROGRAM FOLDER");
  process.exit(2);
}

shutTheNetwork();
const keys = DidKey.driver();
keys.use({ multibaseMultikeyHeader: "z6Mk", fromMultibase: Multikey.from });
const documentLoader = loader(keys);
const lists = statusLists(folder);

const now = new Date("2027-02-20T00:00:00Z");
const suite = () => new DataIntegrityProof({ cryptosuite });
const withStatus = (options) => checkStatus({ ...options, verifyBitstringStatusListCredential: false });
function verified(credential) {
  const status = credential.credentialStatus ? { checkStatus: withStatus } : {};
  return vc.verifyCredential({ credential, suite: suite(), documentLoader, now, ...status });
}
const canonize = (document) =>
  jsonld.canonize(document, { algorithm: "RDFC-1.0", format: "application/n-quads", safe: true, base: null, documentLoader });

// 1. What is issued here, verified there; its canonical form; and a changed one refused.
const issued = names(join(folder, "issued"), ".json");
check("there is a corpus", issued.length > 80, issued.length);
for (const name of issued) {
  const document = read(join(folder, "issued", `${name}.json`));
  const { proof, ...claims } = document;
  check(`${name}: canonical form`, (await canonize(claims)) === readFileSync(join(folder, "issued", `${name}.nq`), "utf8"));
  const result = await verified(document);
  check(`${name}: verifies`, result.verified, result.error ?? result);
  const set = (result.statusResult?.results ?? []).filter((one) => one.status);
  check(`${name}: status`, (set.length > 0) === name.startsWith("set-"), result.statusResult);
  const changed = structuredClone(document);
  changed.credentialSubject.achievement.name += " (honours)";
  check(`${name}: a change is seen`, !(await verified(changed)).verified);
}
for (const name of lists) {
  const credential = read(join(folder, "lists", `${name}.json`));
  const result = await vc.verifyCredential({ credential, suite: suite(), documentLoader, now });
  check(`${name}: the list itself verifies`, result.verified, result.error);
}

// Each credential of a whole record verifies as it stands within it; a record itself has no proof, and nobody takes it for signed.
const record = read(join(folder, "record.json"));
const within = record.credentialSubject.verifiableCredential;
check("the record holds credentials", within.length === 5, within.length);
for (const [number, credential] of within.entries()) {
  const result = await verified(credential);
  check(`record, number ${number}: verifies`, result.verified, result.error ?? result);
}
check("the record itself is signed by nobody", !record.proof && !(await verified(record).catch(() => ({}))).verified);

// 2. Graphs whose nodes look alike.
for (const name of names(join(folder, "graphs"), ".in.nq")) {
  const given = rdfCanonize.NQuads.parse(readFileSync(join(folder, "graphs", `${name}.in.nq`), "utf8"));
  const form = await rdfCanonize.canonize(given, { algorithm: "RDFC-1.0", format: "application/n-quads", maxWorkFactor: Infinity });
  check(`graph ${name}`, form === readFileSync(join(folder, "graphs", `${name}.nq`), "utf8"), form);
}

// 3. What is made there, verified here.
const theirs = read(join(folder, "theirs.json"));
const pair = await Multikey.from({
  type: "Multikey", controller: "did:key:x", secretKeyMultibase: theirs.secret,
  publicKeyMultibase: read(join(folder, "issued", "set-revocation.json")).issuer.id.slice("did:key:".length),
});
pair.controller = `did:key:${pair.publicKeyMultibase}`;
pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;
const signing = () => new DataIntegrityProof({ signer: pair.signer(), cryptosuite, date: "2027-02-02T00:00:00Z" });
const sign = (credential) => vc.issue({ credential, suite: signing(), documentLoader, now });

const listAt = "https://registry.example/status/theirs";
const list = await createList({ length: 131072 });
list.setStatus(4711, true);
const listCredential = await createCredential({ id: listAt, list, statusPurpose: "revocation", context: ["https://www.w3.org/ns/credentials/v2"] });
const signedList = await sign({ ...listCredential, issuer: pair.controller, validFrom: "2027-01-01T00:00:00Z", validUntil: "2027-12-31T00:00:00Z" });
writeFileSync(join(folder, "lists/theirs.json"), JSON.stringify(signedList, null, 2));

function badge(more = {}, entry) {
  const status = entry === undefined ? {} : {
    credentialStatus: {
      id: `${listAt}#${entry}`, type: "BitstringStatusListEntry", statusPurpose: "revocation",
      statusListIndex: String(entry), statusListCredential: listAt,
    },
  };
  return {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    id: "urn:uuid:00000000-0000-4000-8000-00000000000a",
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    issuer: { id: pair.controller, type: ["Profile"], name: "Somebody" },
    validFrom: "2027-01-01T00:00:00Z",
    credentialSubject: {
      id: "urn:uuid:00000000-0000-4000-8000-00000000000b", type: ["AchievementSubject"], creditsEarned: 4.5,
      achievement: {
        id: "https://example.org/badges/1", type: ["Achievement"], name: "Zoë’s badge 🌻", description: "Line\nline\ttab\u007f",
        criteria: { narrative: "\"Quoted\" \\ and more" }, creditsAvailable: 0.1,
      },
    },
    ...status, ...more,
  };
}

const endorsement = (id) => ({
  ...(id ? { "@context": badge()["@context"], id, name: "By its peers" } : {}),
  type: ["VerifiableCredential", "EndorsementCredential"], issuer: { id: pair.controller, type: ["Profile"] }, validFrom: "2027-01-01T00:00:00Z",
  credentialSubject: { id: "https://example.org/badges/1", type: "EndorsementSubject", endorsementComment: "Good" },
});
const cases = {
  "plain": [badge(), "valid"],
  "good": [badge({}, 4710), "valid"],
  "revoked": [badge({}, 4711), "not-valid"],
  // Allowed by the W3C's data model, and not read in a badge: nothing is known to be wrong.
  "language": [badge({ name: { "@value": "Abzeichen", "@language": "de" } }), "could-not-check"],
  "endorsed": [badge({ endorsement: [endorsement("urn:uuid:00000000-0000-4000-8000-00000000000c")] }), "valid"],
  // The document on which another canonicaliser differs: four that are alike. Its signature holds; the schema wants them named.
  "endorsed-alike": [badge({ endorsement: [1, 2, 3, 4].map(() => endorsement()) }), "not-valid"],
  "old-context": [badge({ "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"] }), "valid"],
  "ended": [badge({ validUntil: "2027-02-19T00:00:00Z" }), "not-valid"],
};
const files = [];
for (const [name, [credential, verdict]] of Object.entries(cases)) {
  try {
    const from = verdict === "not-valid" && name === "ended" ? new Date("2027-02-02T00:00:00Z") : now;
    const document = await vc.issue({ credential, suite: signing(), documentLoader, now: from });
    const path = join(folder, "theirs", `${name}.json`);
    writeFileSync(path, JSON.stringify(document, null, 2));
    files.push([path, verdict]);
  } catch (error) {
    check(`${name}: they issue it`, false, error);
  }
}
function registry(paths) {
  const line = [
    "verify", ...paths, "--issuers", join(folder, "lists/issuers.json"), "--registry-key", theirs.registry,
    ...[...lists.map((name) => `${name}.json`), "theirs.json"].flatMap((name) => ["--status", join(folder, "lists", name)]),
    "--at", now.toISOString(), "--json",
  ];
  try {
    return JSON.parse(execFileSync(program, line, { encoding: "utf8", maxBuffer: 1 << 28 }));
  } catch (error) {
    if (error.status !== 3) throw error;
    return JSON.parse(error.stdout);
  }
}
const reports = registry(files.map(([path]) => path)).credentials;
files.forEach(([path, verdict], number) => {
  check(`${path} is ${verdict} here`, reports[number].verdict === verdict, reports[number].checks);
  check(`${path}: its signature holds here`, reports[number].checks.find((one) => one.check === "proof").outcome === "passed", reports[number].checks);
});

// 4. What is issued here, verified here by the same program and the same facts.
const ours = registry(issued.map((name) => join(folder, "issued", `${name}.json`))).credentials;
issued.forEach((name, number) => {
  const verdict = name.startsWith("set-") ? "not-valid" : "valid";
  check(`${name} is ${verdict} here`, ours[number].verdict === verdict, ours[number].checks);
});

// 5. How long they take, for docs/BENCHMARKS.md: one document again and again.
const one = read(join(folder, "issued", "set-revocation.json"));
const begun = performance.now();
for (let times = 0; times < 50; times += 1) {
  await vc.verifyCredential({ credential: one, suite: suite(), documentLoader, now, checkStatus: () => ({ verified: true }) });
}
console.log(`their verification of one document: ${((performance.now() - begun) / 50).toFixed(2)} ms`);

end("credentials");
