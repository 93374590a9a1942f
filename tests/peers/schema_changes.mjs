// A badge with every member that the schema names, what can be changed in it, and where our check of form means to differ.

const profile = (more = {}) => ({ id: "https://example.org/1", type: ["Profile"], name: "Somebody", ...more });
const identifier = { type: "IdentifierEntry", identifier: "x", identifierType: "ext:Code" };
const image = { id: "https://example.org/i.png", type: "Image", caption: "A picture" };
const alignment = {
  type: ["Alignment"], targetCode: "8", targetDescription: "d", targetName: "n", targetFramework: "AQF",
  targetType: "ext:Level", targetUrl: "https://example.org/a",
};
const contexts = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];
const token = "aa.bb.cc";
const day = "2027-01-01T00:00:00Z";
const typed = (type) => ({ id: "https://example.org/t", type });
const evidence = { id: "https://example.org/e", type: ["Evidence"], narrative: "n", name: "n", description: "d", genre: "g", audience: "a" };

const endorsement = {
  "@context": contexts, type: ["VerifiableCredential", "EndorsementCredential"], id: "https://example.org/2", name: "n",
  description: "d", credentialSubject: { id: "https://example.org/s", type: ["EndorsementSubject"], endorsementComment: "c" },
  awardedDate: day, issuer: profile(), validFrom: day, validUntil: day, credentialSchema: [typed("x")],
  credentialStatus: typed("x"), refreshService: typed("x"), termsOfUse: [typed("x")], evidence: [evidence],
};
const address = {
  type: ["Address"], addressCountry: "Australia", addressCountryCode: "AU", addressRegion: "Victoria", addressLocality: "Sale",
  streetAddress: "s", postOfficeBoxNumber: "1", postalCode: "3850", geo: { type: "GeoCoordinates", latitude: -38.1, longitude: 147.06 },
};
const issuer = profile({
  url: "https://example.org", phone: "1", description: "d", endorsement: [endorsement], endorsementJwt: [token], image,
  email: "a@example.org", address, otherIdentifier: [identifier], official: "o", parentOrg: profile(), familyName: "f",
  givenName: "g", additionalName: "a", patronymicName: "p", honorificPrefix: "h", honorificSuffix: "h", familyNamePrefix: "v",
  dateOfBirth: "1990-12-31",
});
const level = { id: "https://example.org/l", type: ["RubricCriterionLevel"], alignment: [alignment], description: "d", level: "1", name: "n", points: "1" };
const achievement = {
  id: "https://example.org/3", type: ["Achievement"], alignment: [alignment], achievementType: "Badge", creator: profile(),
  creditsAvailable: 4.5, criteria: { id: "https://example.org/c", narrative: "n" }, description: "d", endorsement: [endorsement],
  endorsementJwt: [token], fieldOfStudy: "f", humanCode: "h", image, inLanguage: "en-AU", name: "n", otherIdentifier: [identifier],
  related: [{ id: "https://example.org/r", type: ["Related"], inLanguage: "en", version: "1" }],
  resultDescription: [{
    id: "https://example.org/d", type: ["ResultDescription"], alignment: [alignment], allowedValue: ["a"], name: "n",
    requiredLevel: "https://example.org/l", requiredValue: "a", resultType: "Status", rubricCriterionLevel: [level], valueMax: "9", valueMin: "1",
  }],
  specialization: "s", tag: ["t"], version: "1.0.0",
};

/** A badge with everything, unsigned: whether it has the right form does not depend on who signed it. */
export const badge = {
  "@context": contexts, id: "https://example.org/4", type: ["VerifiableCredential", "OpenBadgeCredential"], name: "n", description: "d",
  image, awardedDate: day, endorsement: [endorsement], endorsementJwt: [token], issuer, validFrom: day, validUntil: day,
  credentialSubject: {
    id: "https://example.org/5", type: ["AchievementSubject"], activityEndDate: day, activityStartDate: day, creditsEarned: 4.5,
    achievement, identifier: [{ type: "IdentityObject", hashed: false, identityHash: "x", identityType: "name", salt: "s" }], image,
    licenseNumber: "1", narrative: "n",
    result: [{ type: ["Result"], achievedLevel: "https://example.org/l", alignment: [alignment], resultDescription: "https://example.org/d", status: "Completed", value: "v" }],
    role: "r", source: profile(), term: "t",
  },
  credentialSchema: [typed("x")], credentialStatus: typed("x"), refreshService: typed("x"), termsOfUse: [typed("x")], evidence: [evidence],
};

const values = [
  "some words", "https://example.org/other", "ext:Own", "ext:", "Completed", "2027-02-30T00:00:00Z", "2027-02-01", "en", "x.y.z",
  7, 4.5, true, null, {}, [], [7], ["https://example.org/other"], [["x"]], { en: "x" }, { id: "https://example.org/o" },
];
const gone = Symbol("gone");

/** The badge, changed once in every way: a member left out, given another value, put into a list, or one more beside it. */
export function changes(document) {
  const found = [];
  const change = (what, path, value) => found.push({ what: `${path.join(".")} ${what}`, path, value, document: changed(document, path, value) });
  const look = (node, path) => {
    for (const key of Object.keys(node)) {
      const here = [...path, key];
      if (!Array.isArray(node)) change("left out", here, gone);
      for (const value of values) change(`is ${JSON.stringify(value)}`, here, value);
      if (!Array.isArray(node[key])) change("in a list", here, [node[key]]);
      if (Array.isArray(node[key]) && node[key].length === 1) change("without its list", here, node[key][0]);
      if (typeof node[key] === "object") look(node[key], here);
    }
    if (!Array.isArray(node)) change("is one more", [...path, "more"], "x");
  };
  look(document, []);
  return found;
}

function changed(node, [key, ...rest], value) {
  if (key === undefined) return value;
  const copy = Array.isArray(node) ? [...node] : { ...node };
  const below = changed(copy[key], rest, value);
  if (below === gone) delete copy[key];
  else copy[key] = below;
  return copy;
}

const isWhole = (value) => typeof value === "string" && /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*$/.test(value);
const isLanguages = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every((one) => typeof one === "string");
const isAddress = (key) => ["id", "url", "targetUrl", "achievedLevel", "resultDescription", "requiredLevel", "issuer"].includes(key);

/** Why our check and the schema differ about that change, where they mean to; the reasons are those of docs/CREDENTIALS.md. */
export function differs(path, value, hereAlone) {
  const key = path.filter((one) => !/^\d+$/.test(one)).at(-1);
  if (hereAlone) return key === "credentialStatus" && Array.isArray(value) && path.length === 1 ? differs.reasons[0] : undefined;
  if (isAddress(key) && typeof value === "string" && !isWhole(value)) return differs.reasons[1];
  // Their schema takes an object of languages and texts for any text, and any object for contexts; no badge may have either.
  if (isLanguages(value)) return differs.reasons[2];
  if (key === "type" && typeof value === "string") return differs.reasons[3];
  return undefined;
}
differs.reasons = [
  "several status entries", "an address that is not whole", "an object of texts for a text", "a single type that is another",
];
