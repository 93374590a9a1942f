// How fast Digital Bazaar's libraries issue and verify the credentials of our own bench, in one warm loop:
// node speed.mjs FOLDER [SECONDS]
//
// FOLDER is what `cargo bench -p registry-core --bench credentials -- FOLDER` wrote. Nothing is fetched: contexts, keys and the
// status list are at hand. It is not part of the test run; the figures are in docs/BENCHMARKS.md.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as vc from "@digitalbazaar/vc";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as DidKey from "@digitalbazaar/did-method-key";
import * as Multikey from "@digitalbazaar/ed25519-multikey";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import jsonld from "jsonld";

const [folder, seconds = "10"] = process.argv.slice(2);
if (!folder) {
  console.error("Say what to verify: node speed.mjs FOLDER [SECONDS]");
  process.exit(2);
}

const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const contexts = new URL("../../schema/contexts/", import.meta.url);
const documents = new Map([
  ["https://www.w3.org/ns/credentials/v2", read(new URL("credentials-v2.json", contexts))],
  ["https://w3id.org/security/data-integrity/v2", read(new URL("data-integrity-v2.json", contexts))],
  ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", read(new URL("open-badges-3.0.3.json", contexts))],
  ["https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", read(new URL("open-badges-extensions.json", contexts))],
]);
const list = read(join(folder, "status.json"));
documents.set(list.id, list);
const keys = DidKey.driver();
keys.use({ multibaseMultikeyHeader: "z6Mk", fromMultibase: Multikey.from });
async function documentLoader(url) {
  const document = url.startsWith("did:key:") ? await keys.get({ url }) : documents.get(url);
  if (!document) throw new Error(`${url} was asked for`);
  return { contextUrl: null, document, documentUrl: url };
}

const texts = readdirSync(join(folder, "issued")).sort().map((name) => readFileSync(join(folder, "issued", name), "utf8"));
const parsed = texts.map((text) => JSON.parse(text));
const now = new Date("2027-02-20T00:00:00Z");
// One suite for all: it keeps nothing of one document that another could use.
const suite = new DataIntegrityProof({ cryptosuite });
const withStatus = (options) => checkStatus({ ...options, verifyBitstringStatusListCredential: false });
const asGiven = async () => ({ verified: true });
const must = (result) => {
  if (!result.verified) throw result.error ?? new Error(JSON.stringify(result));
};

const secretKeyMultibase = readFileSync(join(folder, "secret.txt"), "utf8");
const publicKeyMultibase = parsed[0].issuer.id.slice("did:key:".length);
const pair = await Multikey.from({ type: "Multikey", controller: parsed[0].issuer.id, secretKeyMultibase, publicKeyMultibase });
pair.id = `${pair.controller}#${publicKeyMultibase}`;
const unsigned = parsed.map(({ proof, ...claims }) => claims);
const message = new Uint8Array(64).fill(7);
const signature = await pair.signer().sign({ data: message });
const verifier = pair.verifier();

const work = {
  "verify, without the status": async (at) =>
    must(await vc.verifyCredential({ credential: JSON.parse(texts[at]), suite, documentLoader, now, checkStatus: asGiven })),
  "verify, with the status": async (at) =>
    must(await vc.verifyCredential({ credential: JSON.parse(texts[at]), suite, documentLoader, now, checkStatus: withStatus })),
  "  canonical form of what it states": (at) =>
    jsonld.canonize(unsigned[at], { algorithm: "RDFC-1.0", format: "application/n-quads", safe: true, base: null, documentLoader }),
  "  Ed25519, verifying": async () => {
    if (!(await verifier.verify({ data: message, signature }))) throw new Error("it does not verify");
  },
  "issue, of a document that is made already": (at) =>
    vc.issue({
      credential: structuredClone(unsigned[at]),
      suite: new DataIntegrityProof({ signer: pair.signer(), cryptosuite, date: "2027-02-01T09:00:00Z" }),
      documentLoader,
      now,
    }),
  "  Ed25519, signing": () => pair.signer().sign({ data: message }),
};

console.log(`${texts.length} credentials, node ${process.version}; ${seconds} s of each after a warm-up, one at a time`);
for (const [what, one] of Object.entries(work)) {
  const rounds = async (milliseconds) => {
    const times = [];
    const end = performance.now() + milliseconds;
    for (let at = 0; performance.now() < end; at = (at + 1) % texts.length) {
      const began = performance.now();
      await one(at);
      times.push(performance.now() - began);
    }
    return times.sort((a, b) => a - b);
  };
  await rounds(Number(seconds) * 300);
  const times = await rounds(Number(seconds) * 1000);
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const micro = (time) => (time * 1000).toFixed(0).padStart(7);
  console.log(`${what.padEnd(44)} ${micro(times[times.length >> 1])} µs median ${micro(mean)} µs mean ${(1000 / mean).toFixed(0).padStart(7)} a second`);
}
