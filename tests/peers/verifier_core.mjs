// Credentials issued here are verified by the verifier of the Digital Credentials Consortium, and theirs here, without a
// network: node verifier_core.mjs PROGRAM FOLDER SCHEMAS
//
// PROGRAM and FOLDER are those of credentials.mjs, and SCHEMAS is that of schemas.mjs. Their verifier loads what it needs
// by fetch, and asks no clock but the machine's: here it is answered from files, and told the day of the corpus.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asked, check, documents, end, loader, names, read, shutTheNetwork, statusLists } from "./offline.mjs";

const [program, folder, schemas] = process.argv.slice(2);
if (!schemas) {
  console.error("Say what to try: node verifier_core.mjs PROGRAM FOLDER SCHEMAS");
  process.exit(2);
}

const now = new Date("2027-02-20T00:00:00Z");
const Clock = Date;
globalThis.Date = class extends Clock {
  constructor(...given) {
    super(...(given.length === 0 ? [now.getTime()] : given));
  }
  static now() {
    return now.getTime();
  }
};
shutTheNetwork();
// Loaded only now, so that nothing of theirs keeps the clock or the fetch of before.
const { verifyCredential } = await import("@digitalcredentials/verifier-core");
const vc = await import("@digitalcredentials/vc");
const { DataIntegrityProof } = await import("@digitalcredentials/data-integrity");
const { cryptosuite } = await import("@digitalcredentials/eddsa-rdfc-2022-cryptosuite");
const Multikey = await import("@digitalcredentials/ed25519-multikey");

const schema = read(join(schemas, "ob_v3p0_achievementcredential_schema.json"));
documents.set(schema.$id, schema);
const lists = statusLists(folder);

/** What their verifier says: of each step whether it holds, of the schema too, and the errors. */
async function said(credential) {
  const answer = await verifyCredential({ credential, knownDIDRegistries: [] });
  const step = (id) => answer.log?.find((one) => one.id === id)?.valid;
  // One step for each purpose: revocation_status, suspension_status.
  const statuses = answer.log?.filter(({ id }) => id.endsWith("_status")) ?? [];
  const schemaCheck = answer.additionalInformation?.find((one) => one.id === "schema_check")?.results;
  return {
    signature: step("valid_signature"), dates: step("expiration"), status: statuses.length === 0 ? undefined : statuses.every(({ valid }) => valid),
    schema: Array.isArray(schemaCheck) ? schemaCheck.every(({ result }) => result.valid) : schemaCheck,
    errors: answer.errors?.map(({ name, message }) => `${name}: ${message}`), log: answer.log,
  };
}

// 1. What is issued here, verified there.
const issued = names(join(folder, "issued"), ".json");
check("there is a corpus", issued.length > 80, issued.length);
for (const name of issued) {
  const document = read(join(folder, "issued", `${name}.json`));
  const answer = await said(structuredClone(document));
  check(`${name}: its signature holds`, answer.signature === true && !answer.errors, answer);
  check(`${name}: its dates hold`, answer.dates === true, answer);
  const expected = name.startsWith("set-") ? false : document.credentialStatus ? true : undefined;
  check(`${name}: its status is ${expected}`, answer.status === expected, answer);
  check(`${name}: has the form of the schema`, answer.schema === !Array.isArray(document.credentialStatus), answer);
  const changed = structuredClone(document);
  changed.credentialSubject.achievement.name += " (honours)";
  const after = await said(changed);
  check(`${name}: a change is seen`, after.signature !== true && after.errors?.[0].startsWith("invalid_signature"), after);
}
const [plain] = issued;
const unknown = structuredClone(read(join(folder, "issued", `${plain}.json`)));
unknown.hobby = "chess";
check("an invented word is seen", (await said(unknown)).errors?.length > 0);

// 2. What is made there, verified here.
const theirs = read(join(folder, "theirs.json"));
const publicKeyMultibase = read(join(folder, "issued", "set-revocation.json")).issuer.id.slice("did:key:".length);
const controller = `did:key:${publicKeyMultibase}`;
const pair = await Multikey.from({
  type: "Multikey", controller, id: `${controller}#${publicKeyMultibase}`, publicKeyMultibase, secretKeyMultibase: theirs.secret,
});
const suite = () => new DataIntegrityProof({ signer: pair.signer(), cryptosuite, date: "2027-02-02T00:00:00Z" });
const set = read(join(folder, "issued", "set-revocation.json")).credentialStatus;
function badge(more) {
  return {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    id: "urn:uuid:00000000-0000-4000-8000-00000000001a", type: ["VerifiableCredential", "OpenBadgeCredential"],
    issuer: { id: controller, type: ["Profile"], name: "Somebody" }, validFrom: "2027-01-01T00:00:00Z",
    credentialSubject: {
      id: "urn:uuid:00000000-0000-4000-8000-00000000001b", type: ["AchievementSubject"],
      achievement: {
        id: "https://example.org/badges/1", type: ["Achievement"], name: "Zoë’s badge 🌻", description: "Line\nline",
        criteria: { narrative: "Come" }, image: { id: "https://example.org/badges/1.png", type: "Image", caption: "A badge" },
      },
    },
    ...more,
  };
}
const status = (index) => ({ ...set, id: `${set.statusListCredential}#${index}`, statusListIndex: String(index) });
const endorsement = {
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  id: "urn:uuid:00000000-0000-4000-8000-00000000001c", type: ["VerifiableCredential", "EndorsementCredential"], name: "By its peers",
  issuer: { id: controller, type: ["Profile"] }, validFrom: "2027-01-01T00:00:00Z",
  credentialSubject: { id: "https://example.org/badges/1", type: ["EndorsementSubject"], endorsementComment: "Good" },
};
const evidence = [{ id: "https://example.org/work", type: ["Evidence"], name: "A shift", narrative: "Eight hours" }];
const cases = {
  "plain": [badge({}), "valid"],
  "good": [badge({ credentialStatus: status(4710) }), "valid"],
  "revoked": [badge({ credentialStatus: set }), "not-valid"],
  "evidence": [badge({ evidence }), "valid"],
  "endorsed": [badge({ endorsement: [endorsement] }), "valid"],
  // The schema asks for an id and a name of each endorsement.
  "endorsed-by-nobody": [badge({ endorsement: [{ ...endorsement, id: undefined, name: undefined }] }), "not-valid"],
  "ended": [badge({ validUntil: "2027-02-19T00:00:00Z" }), "not-valid"],
};
mkdirSync(join(folder, "theirs-core"), { recursive: true });
const files = [];
for (const [name, [credential, verdict]] of Object.entries(cases)) {
  const then = new Date("2027-02-02T00:00:00Z");
  const given = JSON.parse(JSON.stringify(credential));
  const document = await vc.issue({ credential: given, suite: suite(), documentLoader: loader(), now: then }).catch((error) => {
    check(`${name}: they issue it`, false, error);
  });
  if (!document) continue;
  const path = join(folder, "theirs-core", `${name}.json`);
  writeFileSync(path, JSON.stringify(document));
  files.push([path, verdict]);
  const answer = await said(document);
  const good = answer.signature === true && answer.dates !== false && answer.status !== false && answer.schema === true;
  check(`${name} is ${verdict} there`, good === (verdict === "valid"), answer);
}
const line = [
  "verify", ...files.map(([path]) => path), "--issuers", join(folder, "lists/issuers.json"), "--registry-key", theirs.registry,
  ...lists.flatMap((name) => ["--status", join(folder, "lists", `${name}.json`)]), "--at", now.toISOString(), "--json",
];
const reports = verify(line);
files.forEach(([path, verdict], number) => {
  check(`${path} is ${verdict} here`, reports[number].verdict === verdict, reports[number].checks);
});
check("a badge was made there", files.length === Object.keys(cases).length);
check("nothing was asked for", asked.length === 0, asked);
end("verifier-core");

function verify(line) {
  try {
    return JSON.parse(execFileSync(program, line, { encoding: "utf8", maxBuffer: 1 << 28 })).credentials;
  } catch (error) {
    if (error.status !== 3) throw error;
    return JSON.parse(error.stdout).credentials;
  }
}
