"use strict";

// The explorer: no library, no request but to this server's /graphql. Every
// text from the server is set as text, never as HTML.

const at = (id) => document.getElementById(id);

// A title, a query that names its variables, and their values.
const EXAMPLES = [
  ["A pathway for a person six months in", `# Change the months, the hours or the goal and run it again.
query Pathways($input: RecommendPathwaysInput!) {
  recommendPathways(input: $input) {
    outcome {
      ... on Pathways {
        goalTitle
        alsoNeeded { requirement strength followed }
        pathways {
          bestAt
          summary
          steps {
            title
            start
            end
            cost
            weeklyHours
            reasons { askedByTitle requirement strength }
            waitsFor { gate from }
            invented
          }
        }
      }
      ... on NoPathway {
        goalTitle
        summary
        blockers { missing }
        relaxations { change }
      }
    }
    userErrors { message field }
  }
}`, `{
  "input": {
    "learner": { "experienceMonths": 6, "employment": "EMPLOYED" },
    "goal": { "tier": 3 },
    "limits": { "hoursPerWeek": 3, "budgetPerYear": "400.00", "regions": ["melbourne-metro"] }
  }
}`],
  ["May this person start?", `# Yes, not yet, or no, with a finding for everything asked for.
query Eligibility($learner: LearnerInput!, $for: SubjectInput!) {
  eligibility(learner: $learner, for: $for) {
    eligibility {
      verdict
      from
      findings { requirement strength standing from notes provenance { words } }
    }
    userErrors { message field }
  }
}`, `{
  "learner": { "experienceMonths": 6, "employment": "EMPLOYED" },
  "for": { "tier": 3 }
}`],
  ["A page of courses", `# Change \`first\` and watch the cost.
query Courses($first: Int!) {
  courses(first: $first) {
    totalCount
    nodes {
      id
      code
      title
      requisites { words provenance { words } }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`, `{ "first": 10 }`],
  ["Search for courses", `{
  courses(search: "peer", filter: { mode: ONLINE }) {
    nodes {
      code
      title
      offerings { nodes { price mode peerLed provider { title } invented } }
    }
  }
}`, ""],
  ["What comes before what", `{
  requisiteGraph(for: { tier: 3 }) {
    order { kind code title }
    mermaid
  }
}`, ""],
  ["What can be asked", `# Every field one can start from.
{
  __schema {
    queryType {
      fields {
        name
        description
      }
    }
  }
}`, ""],
  ["What this costs", `# Points are refilled steadily.
{
  rateLimit {
    cost
    remaining
    resetAt
  }
}`, ""],
];

const INTROSPECTION = `query Schema {
  __schema {
    queryType { name } mutationType { name }
    types {
      kind name description
      fields(includeDeprecated: true) {
        name description isDeprecated deprecationReason
        args { name description defaultValue type { ...Ref } }
        type { ...Ref }
      }
      inputFields { name description defaultValue type { ...Ref } }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
      interfaces { name } possibleTypes { name }
    }
  }
}
fragment Ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }`;

async function send(query, variables, operationName) {
  const headers = { "Content-Type": "application/json", "Accept": "application/graphql-response+json, application/json" };
  const started = performance.now();
  const response = await fetch("/graphql", {
    method: "POST", headers, credentials: "same-origin",
    body: JSON.stringify({ query, variables, operationName }),
  });
  const text = await response.text();
  let body = null;
  try { body = JSON.parse(text); } catch { /* shown as it is */ }
  return { response, text, body, millis: Math.round(performance.now() - started) };
}

// ---- Asking

let running = false;

function say(text, wrong) {
  const status = at("status");
  status.textContent = text;
  status.className = wrong ? "wrong" : "";
}

async function run() {
  if (running) return;
  let variables = null;
  if (at("variables").value.trim()) {
    try {
      variables = JSON.parse(at("variables").value);
    } catch {
      at("variables").closest("details").open = true;
      at("variables").focus();
      at("result").textContent = "";
      say("The variables are not valid JSON. Nothing was sent.", true);
      return;
    }
  }
  running = true;
  at("run").setAttribute("aria-disabled", "true");
  say("Running …");
  try {
    const { response, text, body, millis } = await send(at("query").value, variables, at("operation").value.trim() || null);
    at("result").textContent = body ? JSON.stringify(body, null, 2) : text;
    say(describe(response, body, millis), Boolean(!response.ok || (body && body.errors)));
  } catch {
    at("result").textContent = "";
    say("The server did not answer. Is it running?", true);
  } finally {
    running = false;
    at("run").removeAttribute("aria-disabled");
  }
}

function describe(response, body, millis) {
  const errors = body && body.errors ? body.errors.length : 0;
  const parts = [`Status ${response.status}`];
  if (errors) parts.push(errors === 1 ? "one error" : `${errors} errors`);
  parts.push(`${millis} ms`);
  const cost = response.headers.get("x-query-cost");
  const left = response.headers.get("x-rate-limit-remaining");
  const wait = response.headers.get("retry-after");
  if (cost) parts.push(`cost ${cost} points`);
  if (left) parts.push(`${left} left`);
  if (wait) parts.push(`try again in ${wait} s`);
  return parts.join(", ") + ".";
}

function useExample(index) {
  const [, query, variables] = EXAMPLES[index];
  for (const [id, text] of [["query", query], ["variables", variables]]) {
    at(id).value = text;
    // Otherwise the field shows its end once it has the focus.
    at(id).setSelectionRange(0, 0);
    at(id).scrollTop = 0;
  }
  at("operation").value = "";
  if (variables) at("variables").closest("details").open = true;
}

// ---- Schema

const types = new Map();
let trail = [];

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Descriptions are wrapped where they are written; only an empty line parts paragraphs.
const about = (text) => (text ? make("p", "about", text.replace(/([^\n])\n(?!\n)/g, "$1 ")) : null);

function typeButton(name) {
  const button = make("button", "type", name);
  button.type = "button";
  button.addEventListener("click", () => visit(name));
  return button;
}

function reference(type) {
  if (type.kind === "NON_NULL") return [...reference(type.ofType), "!"];
  if (type.kind === "LIST") return ["[", ...reference(type.ofType), "]"];
  return [typeButton(type.name)];
}

function input(value) {
  const fallback = value.defaultValue === null ? "" : ` = ${value.defaultValue}`;
  return make("li", "", make("span", "signature", `${value.name}: `, ...reference(value.type), fallback), about(value.description));
}

function member(item, owner) {
  const signature = make("span", "signature");
  if (owner) signature.append(typeButton(owner), ".");
  signature.append(item.name);
  if (item.type) signature.append(": ", ...reference(item.type));
  const old = item.isDeprecated ? make("p", "wrong", `Deprecated. ${item.deprecationReason || ""}`) : null;
  const args = item.args && item.args.length ? make("ul", "", ...item.args.map(input)) : null;
  if (args) args.setAttribute("aria-label", `Arguments of ${item.name}`);
  return make("li", "", signature, old, about(item.description), args);
}

function list(title, items, show) {
  if (!items || !items.length) return [];
  return [make("h4", "", title), make("ul", "", ...items.map(show))];
}

const KINDS = { OBJECT: "object", INTERFACE: "interface", UNION: "union", ENUM: "enumeration", INPUT_OBJECT: "input", SCALAR: "scalar" };

function show(name) {
  const type = types.get(name);
  if (!type) return;
  at("docs").replaceChildren(
    make("h3", "", `${type.name}, ${KINDS[type.kind] || type.kind}`),
    about(type.description) || "",
    ...list("Fields", type.fields, (field) => member(field)),
    ...list("Fields", type.inputFields, input),
    ...list("Values", type.enumValues, (value) => member(value)),
    ...list("Implements", type.interfaces, (other) => make("li", "", typeButton(other.name))),
    ...list("One of", type.possibleTypes, (other) => make("li", "", typeButton(other.name))),
  );
}

function visit(name) {
  trail = trail.includes(name) ? trail.slice(0, trail.indexOf(name) + 1) : [...trail, name].slice(-6);
  at("search").value = "";
  at("found").textContent = "";
  at("trail").replaceChildren(...trail.map(typeButton));
  show(name);
  at("docs").focus();
}

const MOST_FOUND = 50;

function search() {
  const words = at("search").value.trim().toLowerCase();
  if (!words) {
    at("found").textContent = "";
    show(trail[trail.length - 1]);
    return;
  }
  const has = (item) => `${item.name} ${item.description || ""}`.toLowerCase().includes(words);
  const found = [];
  for (const type of types.values()) {
    if (has(type)) found.push(make("li", "", make("span", "signature", typeButton(type.name)), about(type.description)));
    for (const item of [...(type.fields || []), ...(type.inputFields || []), ...(type.enumValues || [])]) {
      if (has(item)) found.push(member(item, type.name));
    }
  }
  const more = found.length > MOST_FOUND ? `; the first ${MOST_FOUND} are shown` : "";
  at("found").textContent = `${found.length} found${more}.`;
  at("docs").replaceChildren(make("ul", "", ...found.slice(0, MOST_FOUND)));
}

async function readSchema() {
  try {
    const { body } = await send(INTROSPECTION, null, null);
    const schema = body.data.__schema;
    for (const type of schema.types) if (!type.name.startsWith("__")) types.set(type.name, type);
    at("search").disabled = false;
    at("found").textContent = "";
    trail = [schema.queryType.name];
    const roots = [schema.queryType, schema.mutationType].filter(Boolean);
    at("trail").replaceChildren(...roots.map((root) => typeButton(root.name)));
    show(schema.queryType.name);
  } catch {
    at("found").textContent = "The schema could not be read. Reload the page to try again.";
  }
}

EXAMPLES.forEach(([title], index) => at("examples").append(new Option(title, String(index))));
at("examples").addEventListener("change", (event) => useExample(Number(event.target.value)));
at("run").addEventListener("click", run);
at("search").addEventListener("input", search);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});
useExample(0);
readSchema();
