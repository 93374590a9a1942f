// What is issued here against the JSON Schema of 1EdTech, and our own check of form against it: node schemas.mjs PROGRAM FOLDER SCHEMAS
//
// PROGRAM is the registry; FOLDER is what `cargo run -p registry-tests --bin credentials -- FOLDER` wrote; SCHEMAS holds
// ob_v3p0_achievementcredential_schema.json of 1EdTech and the context of CLR 2.0 (run.sh gets both).

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2019 } from "ajv/dist/2019.js";
import addFormats from "ajv-formats";
import jsonld from "jsonld";
import { asked, check, documents, end, loader, names, read, shutTheNetwork } from "./offline.mjs";
import { badge, changes, differs } from "./schema_changes.mjs";

const [program, folder, schemas] = process.argv.slice(2);
if (!schemas) {
  console.error("Say what to try: node schemas.mjs PROGRAM FOLDER SCHEMAS");
  process.exit(2);
}
shutTheNetwork();

const official = read(join(schemas, "ob_v3p0_achievementcredential_schema.json"));
// Their schema says "items" for the first contexts and nothing of how many there may be, which strict mode refuses.
const ajv = new Ajv2019({ allErrors: true, strictTuples: false });
addFormats.default(ajv);
const holds = ajv.compile(official);
const wrong = (document) => (holds(document) ? [] : holds.errors.map(({ instancePath, message }) => `${instancePath} ${message}`));

// 1. Everything that is issued here has the form of the schema. A second status entry is the one exception (docs/CREDENTIALS.md).
const issued = names(join(folder, "issued"), ".json");
const kinds = new Set();
for (const name of issued) {
  const document = read(join(folder, "issued", `${name}.json`));
  const { credentialStatus, credentialSubject } = document;
  kinds.add(credentialSubject.achievement.achievementType);
  const found = wrong(document);
  const expected = Array.isArray(credentialStatus) ? ["/credentialStatus must be object"] : [];
  check(`${name}: has the form of the schema`, JSON.stringify(found) === JSON.stringify(expected), found);
  for (const one of document.credentialSchema) check(`${name}: names the schema`, one.id === official.$id, one);
}
check("every sort of document was looked at", kinds.size === 6, [...kinds]);

// 2. The schema refuses a credential with one thing wrong, so that the above says something.
const [sample] = issued.filter((name) => name.startsWith("all-"));
for (const [what, change] of Object.entries({
  "no id": (one) => delete one.id,
  "no name of the achievement": (one) => delete one.credentialSubject.achievement.name,
  "a day without a time": (one) => (one.awardedDate = "2027-01-20"),
  "credit as a text": (one) => (one.credentialSubject.creditsEarned = "4.5"),
  "an invented type of achievement": (one) => (one.credentialSubject.achievement.achievementType = "Testamur"),
  "a member that an identifier cannot have": (one) => (one.issuer.otherIdentifier[0].name = "x"),
})) {
  const document = read(join(folder, "issued", `${sample}.json`));
  change(document);
  check(`${what} is refused`, wrong(document).length > 0);
}

// 3. A whole record. The schema of CLR 2.0 comes in no package, so what it asks of what we write is said here; its parts
// are those of Open Badges.
const part = (name) => ({ $ref: `${official.$id}#/$defs/${name}` });
const typed = (name) => ({ type: "array", contains: { const: name }, items: { type: "string" } });
const text = { type: "string" };
const isRecord = ajv.compile({
  type: "object",
  required: ["@context", "type", "id", "name", "credentialSubject", "issuer", "validFrom"],
  properties: {
    "@context": {
      type: "array", minItems: 3,
      items: [
        { const: "https://www.w3.org/ns/credentials/v2" },
        { ...text, pattern: "^https://purl\\.imsglobal\\.org/spec/clr/v2p0/context(-2\\.\\d\\.\\d)*\\.json$" },
        { ...text, pattern: "^https://purl\\.imsglobal\\.org/spec/ob/v3p0/context(-3\\.\\d\\.\\d)*\\.json$" },
      ],
    },
    type: { allOf: [typed("VerifiableCredential"), typed("ClrCredential")] },
    id: text, name: text, description: text, partial: { type: "boolean" },
    issuer: part("ProfileRef"), validFrom: { ...text, format: "date-time" },
    credentialSubject: {
      type: "object", required: ["type", "verifiableCredential"],
      properties: { id: text, type: typed("ClrSubject"), verifiableCredential: { type: "array", minItems: 1, items: { $ref: official.$id } } },
    },
  },
});
const record = read(join(folder, "record.json"));
check("a record has the form of CLR 2.0", isRecord(record), isRecord.errors);
for (const key of ["@context", "type", "id", "name", "credentialSubject", "issuer", "validFrom"]) {
  const { [key]: _, ...less } = record;
  check(`a record without ${key} has not`, !isRecord(less));
}
for (const key of ["type", "verifiableCredential"]) {
  const { [key]: _, ...less } = record.credentialSubject;
  check(`a record without ${key} of its subject has not`, !isRecord({ ...record, credentialSubject: less }));
}
check("a record of nothing has not", !isRecord({ ...record, credentialSubject: { ...record.credentialSubject, verifiableCredential: [] } }));
documents.set("https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", read(join(schemas, "clr_context_2.0.1.json")));
const canonize = (document) => jsonld.canonize(document, { algorithm: "RDFC-1.0", format: "application/n-quads", safe: true, base: null, documentLoader: loader() });
// In safe mode whatever no context defines is an error.
check("every word of a record has a meaning", await canonize(record).then((form) => form.includes("ClrCredential"), (error) => error.message) === true);
check("an invented word has none", await canonize({ ...record, hobby: "chess" }).then(() => false, () => true));

// 4. Our own check of form and the schema, on a badge with everything, changed in every way at every place.
const places = join(folder, "changes");
mkdirSync(places);
const tried = changes(badge);
tried.forEach(({ document }, number) => writeFileSync(join(places, `${number}.json`), JSON.stringify(document)));
check("the badge itself has the form of the schema", wrong(badge).length === 0, wrong(badge));
const ours = [];
for (let from = 0; from < tried.length; from += 500) {
  const files = tried.slice(from, from + 500).map((_, number) => join(places, `${from + number}.json`));
  ours.push(...verify(files));
}
const seen = new Map();
tried.forEach(({ what, document, path, value }, number) => {
  const form = ours[number].checks.find((one) => one.check === "schema");
  // Where it is no credential at all, another check has said so, and this one was not run.
  if (form.outcome === "not-run") return;
  const [here, there] = [form.outcome === "passed", wrong(document).length === 0];
  if (here === there) {
    check(what, true);
    return;
  }
  const reason = differs(path, value, here);
  if (reason) seen.set(reason, (seen.get(reason) ?? 0) + 1);
  check(`${what}: ${here ? "passes here alone" : "passes there alone"}`, reason !== undefined, here ? wrong(document) : form);
});
for (const reason of differs.reasons) check(`still so: ${reason}`, seen.has(reason));
console.log(`changed badges: ${tried.length}; differences, all intended: ${JSON.stringify(Object.fromEntries(seen))}`);
check("nothing was asked for", asked.length === 0, asked);
end("1EdTech's schema");

function verify(files) {
  const line = ["verify", ...files, "--issuers", join(folder, "lists/issuers.json"), "--at", "2027-02-20", "--json"];
  try {
    return JSON.parse(execFileSync(program, line, { encoding: "utf8", maxBuffer: 1 << 28 })).credentials;
  } catch (error) {
    if (error.status !== 3) throw error;
    return JSON.parse(error.stdout).credentials;
  }
}
