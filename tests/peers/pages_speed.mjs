// Measures how long pages take and how large they are: node pages_speed.mjs http://127.0.0.1:8080 [VARIATIONS]
//
// A release build is what counts. Plans of the invented people (seeds/invented/people), each with several hours a week, so
// that no first answer is one remembered; then the same plans again, and every page that is only read. Prints a row of a
// Markdown table for each kind of page: how many, median, slowest, largest. Nothing but Node is needed.

const [base, variations = "5"] = process.argv.slice(2);
if (!base) {
  console.error("Say which server: node pages_speed.mjs URL [VARIATIONS]");
  process.exit(2);
}

/** What somebody answers besides the usual: the question, and what its form sends. */
const PEOPLE = {
  amira: { goal: "tier:1", work: "no", months: 0, hours: 4, money: "150", peers: "prefer" },
  ben: { goal: "tier:3", work: "now", months: 6, hours: 3, days: 3, money: "400" },
  chris: { goal: "role:consumer-peer-support-worker", work: "now", months: 18, hours: 2, days: 4, money: "500", peers: "prefer" },
  dana: { goal: "tier:2", work: "now", months: 4, hours: 4, days: 5, money: "600", place: "gippsland" },
  elena: { goal: "role:family-carer-peer-support-worker", work: "now", months: 8, hours: 4, days: 3, money: "600", supervision: "family-carer", workforce: "family-carer" },
  farid: { goal: "role:advocate", work: "now", months: 15, hours: 6, days: 5, money: "1500", held: "lived-experience-induction" },
  grace: { goal: "tier:3", work: "now", months: 12, hours: 5, days: 5, money: "700" },
  hana: { goal: "role:lived-experience-manager", work: "now", months: 66, hours: 5, days: 6, money: "2000", funding: "tier-4-brokerage", peers: "prefer" },
  ivan: { goal: "qualification:CHC43515", work: "now", months: 30, hours: 6, money: "1000", funding: "free-tafe-vic", held: "CHC42912" },
  kim: { goal: "qualification:CHC43515", work: "now", months: 8, hours: 6, days: 30, money: "500", funding: "free-tafe-vic" },
  jo: { goal: "credit:25@graduate-certificate", work: "now", months: 40, hours: 6, days: 6, money: "1500", held: "suite-peer-support" },
  unsure: { goal: "tier:1" },
  everywhere: { goal: "role:consumer-peer-support-worker", work: "now", months: 18, hours: 5, days: 5, money: "1000", place: null },
};

const READ = [
  ["start and about", ["/", "/about", "/plan"]],
  ["lists", ["/courses", "/courses?q=advocasy", "/courses?tier=1&mode=online", "/qualifications", "/roles", "/tiers", "/providers"]],
  ["one course, qualification, role, tier, provider", [
    "/courses/suite-supervision", "/courses/CHCPWK001", "/qualifications/CHC43515", "/qualifications/graduate-certificate",
    "/roles/consumer-peer-support-worker", "/tiers/2", "/providers/tafe-gippsland",
  ]],
  ["record, share and check, before anything is given", ["/record", "/claim", "/share", "/verify"]],
];

const rows = new Map();

/** Asks for a page, waiting where the server says so, and notes how long the answer that came took. */
async function ask(address, kind, form) {
  for (;;) {
    const begun = performance.now();
    const answer = await fetch(`${base}${address}`, {
      method: form ? "POST" : "GET",
      body: form,
      redirect: "manual",
      headers: { accept: "text/html" },
    });
    const text = await answer.text();
    const took = performance.now() - begun;
    if (answer.status === 429) {
      await new Promise((wake) => setTimeout(wake, (Number(answer.headers.get("retry-after")) + 1) * 1000));
      continue;
    }
    if (answer.status !== 200 && answer.status !== 303) throw new Error(`${address}: ${answer.status}`);
    if (kind) {
      if (!rows.has(kind)) rows.set(kind, []);
      rows.get(kind).push({ took, bytes: Buffer.byteLength(text), address });
    }
    return { to: answer.headers.get("location") ?? "", text };
  }
}

function answerOf(person, question, hours) {
  const form = new URLSearchParams();
  const set = (name, value) => (value === undefined ? form.set("not-sure", "yes") : form.set(name, value));
  const whole = person.months === undefined ? undefined : String(person.months);
  switch (question) {
    case "held": if (person.held) form.set("held", person.held); break;
    case "when": break;
    case "work": set("work", person.work); break;
    case "experience": set("months", whole); form.set("years", "0"); break;
    case "release": form.set("release", "no"); break;
    case "supervision": form.set("supervision", person.supervision ?? "consumer"); break;
    case "start": case "finish": form.set("open", "yes"); break;
    case "points": form.set("points", "25"); break;
    case "hours": form.set("hours", String(hours)); break;
    case "days": set("days", person.days === undefined ? undefined : String(person.days)); break;
    case "money": set("money", person.money); break;
    case "funding": set("funding", person.funding ?? "none"); break;
    case "place": set("place", person.place === null ? undefined : (person.place ?? "melbourne-metro")); break;
    case "matters": form.set("aim", "any"); form.set("peers", person.peers ?? "any"); form.set("workforce", person.workforce ?? "consumer"); break;
    default: form.set("not-sure", "yes");
  }
  return form;
}

/** Answers every question and gives the sealed answers. */
async function planned(person, hours) {
  let { to } = await ask(`/plan/from?goal=${encodeURIComponent(person.goal)}`);
  while (!to.startsWith("/plan/check")) {
    const [path, query] = to.split("?");
    await ask(to, "one question");
    const form = answerOf(person, path.replace("/plan/", ""), hours);
    form.set("a", new URLSearchParams(query).get("a"));
    ({ to } = await ask(path, "an answer taken", form));
  }
  await ask(to, "check answers");
  return new URLSearchParams(to.split("?")[1]).get("a");
}

for (const [kind, addresses] of READ) {
  for (let time = 0; time < 5; time += 1) for (const address of addresses) await ask(address, kind);
}
for (const [name, person] of Object.entries(PEOPLE)) {
  for (let variation = 0; variation < Number(variations); variation += 1) {
    const sealed = await planned(person, (person.hours ?? 5) + variation * 0.5);
    const page = (path, kind) => ask(`/plan/${path}?a=${sealed}&show=1`, kind);
    const { text } = await page("pathway", `first answer of ${name}`);
    const found = text.includes("<h1>Your pathway</h1>");
    const first = rows.get(`first answer of ${name}`).at(-1);
    const all = found ? "first answer: a pathway" : "first answer: no pathway";
    rows.set(all, [...(rows.get(all) ?? []), first]);
    rows.set("first answer: both", [...(rows.get("first answer: both") ?? []), first]);
    if (!found) {
      await page("pathway", "why there is none, again");
      continue;
    }
    for (const again of ["pathway", "compare", "letter", "plan.ics", "plan.txt", "plan.json"]) await page(again, "the same plan again");
    await page("why", "what each step is worth");
  }
}

// A table without these rows would say nothing about whoever has no pathway.
for (const kind of ["first answer: a pathway", "first answer: no pathway", "why there is none, again"]) {
  if (!rows.has(kind)) throw new Error(`no page was measured of: ${kind}`);
}
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
console.log("| page | asked | median, ms | slowest, ms | largest, KB |\n|---|---|---|---|---|");
for (const [kind, all] of rows) {
  const took = all.map((one) => one.took);
  const large = Math.max(...all.map((one) => one.bytes)) / 1024;
  console.log(`| ${kind} | ${all.length} | ${median(took).toFixed(1)} | ${Math.max(...took).toFixed(1)} | ${large.toFixed(1)} |`);
}
