// Uses the pages as people do, in a real browser: node pages.mjs http://127.0.0.1:8080 [FOLDER]
//
// Plans and compares once with scripts off and once by keyboard alone; looks at every sort of page with axe (WCAG 2.2 AA)
// in light and dark, narrow and wide; checks the HTML with vnu (needs java); follows every link. Screenshots go to FOLDER.

import { join } from "node:path";
import { LOOKS, PAGE_BYTES_MAX, accessible, at, begin, check, end, fits, htmlOf, press, tabTo, valid, withPage as inBrowser } from "./browser.mjs";

const { base, folder } = begin("pages");
const withPage = (options, use) => inBrowser(base, options, use);

/** What somebody answers: the name of the question, and what is ticked or written. */
const ANSWERS = [
  ["goal", { tick: ["role"] }],
  ["which", { tick: ["role:consumer-peer-support-worker"] }],
  ["held", {}],
  ["work", { tick: ["now"] }],
  ["experience", { write: { years: "0", months: "6" } }],
  ["release", { tick: ["no"] }],
  ["supervision", { tick: ["none"] }],
  ["start", { tick: ["yes"] }],
  ["finish", { tick: ["yes"] }],
  ["hours", { write: { hours: "6" } }],
  ["days", { write: { days: "5" } }],
  ["money", { write: { money: "1,000" } }],
  ["funding", { tick: ["none"] }],
  ["place", { tick: ["melbourne-metro"] }],
  ["mode", { tick: ["online", "in-person", "blended"] }],
  ["matters", { tick: ["soonest"] }],
];

/** The same towards credit, and towards the rest of a qualification: what differs, with what is chosen from a list. */
const CREDIT = [
  ["goal", { tick: ["credit"] }],
  ["which", { choose: "Graduate Certificate (any university)" }],
  ["points", { write: { points: "25" } }],
  ...ANSWERS.slice(2, -1),
  ["matters", { tick: ["least-cost"] }],
];
const FINISH = [["goal", { tick: ["finish"] }], ["which", { choose: "Certificate IV in Mental Health Peer Work" }], ...ANSWERS.slice(2, 10)];

/** Plans by mouse, as it is with scripts off. Calls `seen` with each page on the way. */
async function byMouse(page, seen = async () => {}, answers = ANSWERS) {
  await page.goto(`${base}/`);
  await page.getByRole("link", { name: "Plan my training" }).first().click();
  await seen("plan-start");
  await page.getByRole("link", { name: "Start", exact: true }).click();
  for (const [question, { tick = [], write = {}, choose }] of answers) {
    check(`the question is ${question}`, at(page) === `/plan/${question}`, page.url());
    for (const value of tick) await page.locator(`input[value="${value}"]`).check();
    if (choose) await page.locator("select").selectOption({ label: choose });
    for (const [name, value] of Object.entries(write)) await page.locator(`#${name}`).fill(value);
    await seen(question);
    await page.getByRole("button", { name: "Continue" }).click();
  }
  check("the answers are listed", at(page) === "/plan/check", page.url());
  await seen("check");
  await page.getByRole("link", { name: "Show my pathway" }).click();
  check("there is a plan", (await page.locator("h1").textContent()) === "Your pathway", page.url());
  await seen("pathway");
}

/** Chooses from the list that has the focus: from its start, by arrows. */
async function chooseByKeyboard(page, label) {
  await page.keyboard.press("Home");
  for (let presses = 0; presses < 100; presses += 1) {
    const shown = await page.evaluate(() => document.activeElement.selectedOptions?.[0]?.label);
    if (shown === label) return true;
    await page.keyboard.press("ArrowDown");
  }
  return false;
}

async function byKeyboard(page, answers = ANSWERS) {
  await page.goto(`${base}/`);
  await page.keyboard.press("Tab");
  check("the first stop is the skip link", await page.evaluate(() => document.activeElement.matches(".skip")));
  check("a plan can be begun by Tab", await tabTo(page, 'main a[href="/plan"]'));
  await press(page, "Enter");
  check("and its first question reached", await tabTo(page, 'a[href="/plan/goal"]'));
  await press(page, "Enter");
  for (const [question, { tick = [], write = {}, choose }] of answers) {
    check(`by keyboard the question is ${question}`, at(page) === `/plan/${question}`, page.url());
    for (const value of tick) {
      const type = await page.locator(`input[value="${value}"]`).getAttribute("type");
      const name = await page.locator(`input[value="${value}"]`).getAttribute("name");
      check(`${question}: the group is reached`, await tabTo(page, `input[name="${name}"]`));
      if (type === "radio") {
        // Space takes the first of a group; arrows go on from there.
        await page.keyboard.press("Space");
        for (let presses = 0; presses < 40; presses += 1) {
          if (await page.evaluate((wanted) => document.activeElement.value === wanted, value)) break;
          await page.keyboard.press("ArrowDown");
        }
      } else {
        check(`${question}: ${value} is reached`, await tabTo(page, `input[value="${value}"]`));
        await page.keyboard.press("Space");
      }
      check(`${question}: ${value} is chosen`, await page.locator(`input[value="${value}"]`).isChecked());
    }
    if (choose) {
      check(`${question}: the list is reached`, await tabTo(page, "main select"));
      check(`${question}: ${choose} is chosen`, await chooseByKeyboard(page, choose));
    }
    for (const [name, value] of Object.entries(write)) {
      check(`${question}: ${name} is reached`, await tabTo(page, `#${name}`));
      await page.keyboard.type(value);
    }
    check(`${question}: Continue is reached`, await tabTo(page, 'main button[type="submit"]:not([name])'));
    await press(page, "Enter");
  }
  check("by keyboard the plan is reached", await tabTo(page, 'a[href^="/plan/pathway"]'));
  await press(page, "Enter");
  check("and is there", (await page.locator("h1").textContent()) === "Your pathway", page.url());
  if (answers !== ANSWERS) return;
  check("and compared", await tabTo(page, 'a[href^="/plan/compare"]'));
  await press(page, "Enter");
  check("in a table", (await page.locator("table thead th").count()) >= 2, page.url());
}

/** The pages that are not part of a plan. */
const READ = [
  "/", "/about", "/courses", "/courses?q=advocasy&mode=online", "/courses/suite-supervision", "/courses/CHCPWK001",
  "/qualifications", "/qualifications/CHC43515", "/roles", "/roles/consumer-peer-support-worker", "/tiers", "/tiers/2",
  "/qualifications/graduate-certificate", "/providers", "/providers/banksia-junction-tafe", "/no-such-page", "/plan/hours?a=broken",
];

const kept = new Map();

/** Keeps the HTML of a page as it is served, to be checked. */
async function keep(page, name) {
  if (!kept.has(name)) kept.set(name, await htmlOf(page));
}

let noPlan = "";

async function look(page, what) {
  const shot = (name) => page.screenshot({ path: join(folder, `pages-${name}-${what.replace(/ /g, "-")}.png`), fullPage: true });
  for (const path of READ) {
    const answer = await page.goto(`${base}${path}`);
    const name = path.replace(/[^a-zA-Z0-9]+/g, "-").replace(/^-|-$/g, "") || "start";
    check(`${path} is small`, (await answer.body()).length <= PAGE_BYTES_MAX, String((await answer.body()).length));
    kept.set(name, await answer.text());
    await accessible(page, `${path}, ${what}`);
    await shot(name);
  }
  await byMouse(page, async (name) => {
    await keep(page, `plan-${name}`);
    await accessible(page, `plan ${name}, ${what}`);
    await shot(`plan-${name}`);
  });
  const plan = page.url();
  check("the plan is small", (await (await page.goto(plan)).body()).length <= PAGE_BYTES_MAX);
  for (const part of ["compare", "letter", "why"]) {
    await page.goto(plan.replace("/plan/pathway", `/plan/${part}`));
    await keep(page, `plan-${part}`);
    await accessible(page, `plan ${part}, ${what}`);
    if (part === "compare") await isTold(page, `plan ${part}, ${what}`);
    await shot(`plan-${part}`);
  }
  // Questions that only some answers lead to.
  for (const [asked, value, next] of [["held", "suite-peer-support", "when"], ["work", "starting", "starting"]]) {
    await page.goto(plan.replace("/plan/pathway", `/plan/${asked}`));
    await page.locator(`input[value="${value}"]`).check();
    await page.getByRole("button", { name: "Continue" }).click();
    check(`${value} leads to the question ${next}`, at(page) === `/plan/${next}`, page.url());
    await keep(page, `plan-${next}`);
    await accessible(page, `plan ${next}, ${what}`);
    await shot(`plan-${next}`);
  }
  // What is wrong is said on the same page.
  await page.goto(plan.replace("/plan/pathway", "/plan/hours"));
  await page.locator("#hours").fill("lots");
  await page.getByRole("button", { name: "Continue" }).click();
  check("a mistake is in the title", (await page.title()).startsWith("Error: "), await page.title());
  await keep(page, "plan-wrong");
  await accessible(page, `plan wrong, ${what}`);
  await shot("plan-wrong");
  // With no hours, days or money nothing fits, and one click helps.
  for (const question of ["hours", "days", "money"]) {
    await page.goto(`${noPlan || plan}`.replace("/plan/pathway", `/plan/${question}`) + "&from=check");
    await page.locator(`#${question}`).fill("0");
    await page.getByRole("button", { name: "Continue" }).click();
    noPlan = page.url().replace("/plan/check", "/plan/pathway");
  }
  await page.goto(noPlan);
  check("no plan is a page", (await page.locator("h1").textContent()) === "No pathway fits yet", page.url());
  await keep(page, "plan-none");
  await accessible(page, `plan none, ${what}`);
  await shot("plan-none");
  await page.getByRole("link", { name: /^Try/ }).first().click();
  check("a change opens a plan", (await page.locator("h1").textContent()) === "Your pathway", page.url());
  noPlan = "";
}

/** Whether the browser tells a screen reader of a table as a table, however it is laid out. */
async function isTold(page, what) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const count = (role) => nodes.filter((node) => !node.ignored && node.role?.value === role).length;
  for (const [role, selector] of [["table", "table"], ["row", "tr"], ["columnheader", "thead th"], ["rowheader", "tbody th"], ["cell", "td"]]) {
    const [told, there] = [count(role), await page.locator(selector).count()];
    check(`each ${role} is told as one, ${what}`, told === there && there > 0, `${told} of ${there}`);
  }
}

/** What stands beside each picture says what the picture draws, and both what the data of the pathway say. */
async function twins(page, plan) {
  await page.goto(`${base}${plan}`);
  const data = await (await fetch(`${base}${plan.replace("/plan/pathway", "/plan/plan.json")}`)).json();
  const titles = data.steps.map((step) => step.title);
  check("there are steps", titles.length > 2, titles);
  const words = (text) => text.replace(/\s+/g, " ").trim();
  const rows = (await page.locator("table tbody th").allTextContents()).map(words);
  check("the table has the steps of the data", rows.join("|") === titles.map((title, index) => `${index + 1}. ${title}`).join("|"), rows);
  const bars = await page.locator("svg .bar-text").allTextContents();
  check("the timeline has a bar for each", bars.join() === titles.map((_, index) => String(index + 1)).join(), bars);
  const listed = (await page.locator("#purposes strong").allTextContents()).map(words);
  check("the list has the steps of the data", listed.join("|") === titles.join("|"), listed);
  const drawn = await page.locator(".drawing svg").nth(1).locator(".box:not(.goal)").count();
  check("the graph has a box for each", drawn === titles.length, String(drawn));
  const { bars: shapes, width } = await page.locator(".drawing svg").first().evaluate((svg) => ({
    width: svg.viewBox.baseVal.width,
    bars: [...svg.querySelectorAll(".bar")].map((bar) => [bar.x.baseVal.value, bar.x.baseVal.value + bar.width.baseVal.value]),
  }));
  check("each bar of the timeline is where its days are", JSON.stringify(shapes) === JSON.stringify(barsOf(data.steps, width)), { shapes, wanted: barsOf(data.steps, width) });
  const graph = await page.locator(".drawing svg").nth(1).evaluate((svg) => ({
    boxes: [...svg.querySelectorAll(".box")].map(({ x, y, width, height }) => [x, y, width, height].map((one) => one.baseVal.value)),
    arrows: [...svg.querySelectorAll(".arrow")].map((arrow) => {
      const end = arrow.getPointAtLength(arrow.getTotalLength());
      const start = arrow.getPointAtLength(0);
      const tip = arrow.nextElementSibling.points[0];
      return { advised: arrow.classList.contains("advised"), start: [start.x, start.y], end: [end.x, end.y], tip: [tip.x, tip.y] };
    }),
  }));
  const arrows = graph.arrows.map((arrow) => told(arrow, graph.boxes)).sort();
  check("the arrows of the graph are the reasons of the data", arrows.join() === arrowsOf(data.steps).join() && arrows.length > 0, { arrows, wanted: arrowsOf(data.steps) });
  return data.steps.length;
}

/** Where each bar of a timeline begins and ends, in whole units: months of 31 days, between margins of 16 and 46. */
function barsOf(steps, width) {
  const month = (day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const first = Math.min(...steps.map((step) => month(step.start)));
  const months = Math.max(...steps.map((step) => month(step.end))) - first + 1;
  const wide = width - 2 * 16 - 30;
  const place = (day) => 16 + Math.floor((((month(day) - first) * 31 + Number(day.slice(8)) - 1) * wide) / (months * 31));
  // A day is as wide as a day is, and a bar at least as wide as its number.
  return steps.map((step) => [place(step.start), place(step.start) + Math.max(place(step.end) + Math.floor(wide / Math.max(months * 31, 1)) - place(step.start), 26)]);
}

/** Which boxes a drawn arrow joins: it leaves the right side of one, and its tip touches the left side of the other. */
function told({ advised, start, end, tip }, boxes) {
  const near = ([x, y], [a, b]) => Math.abs(x - a) < 1 && Math.abs(y - b) < 1;
  const from = boxes.findIndex(([x, y, width, height]) => near(start, [x + width, y + height / 2]));
  const to = boxes.findIndex(([x, y, , height]) => near(tip, [x, y + height / 2]) && near(end, [x - 9, y + height / 2]));
  return `${from + 1}>${to + 1}${advised ? " advised" : ""}`;
}

/** The same by the data: each reason of a step once, needed where any of them needs it; the goal is the last box. */
function arrowsOf(steps) {
  const strongest = new Map();
  steps.forEach((step, index) => {
    for (const { askedBy, title, strength } of step.reasons) {
      const to = askedBy === "goal" ? steps.length : steps.findIndex((other) => other.title === title);
      if (to === index || to < 0) continue;
      const key = `${index + 1}>${to + 1}`;
      strongest.set(key, (strongest.get(key) ?? true) && strength === "advised");
    }
  });
  return [...strongest].map(([key, advised]) => `${key}${advised ? " advised" : ""}`).sort();
}

/** Printed, a pathway is a PDF with tags and a language, which a screen reader can read. */
async function print(page) {
  await page.emulateMedia({ media: "print" });
  await page.screenshot({ path: join(folder, "pages-plan-pathway-print.png"), fullPage: true });
  const pdf = (await page.pdf({ path: join(folder, "pages-plan-pathway.pdf"), format: "A4", tagged: true })).toString("latin1");
  check("a printed pathway has a tree of tags", /\/StructTreeRoot \d+ 0 R/.test(pdf) && /\/MarkInfo\s*<<[^>]*\/Marked true/.test(pdf));
  check("and says its language", /\/Lang \(en-AU\)/.test(pdf), pdf.match(/\/Lang[^\n]{0,40}/)?.[0]);
  for (const tag of ["H1", "H2", "L", "LI", "Table", "TH", "TD"]) {
    check(`and tags each ${tag}`, new RegExp(`/S /${tag}\\b`).test(pdf));
  }
}

/** The pages that say no, to be checked as HTML with the others. */
async function refusals() {
  const form = { accept: "text/html", "content-type": "application/x-www-form-urlencoded" };
  for (const [name, path, status, request] of [
    ["not-there", "/courses/no-such-course", 404, { headers: form }],
    ["only-read", "/about", 405, { method: "POST", headers: form, body: "a=b" }],
    ["elsewhere", "/plan/goal", 403, { method: "POST", headers: { ...form, "sec-fetch-site": "cross-site" }, body: "goal=role" }],
    ["too-large", "/plan/goal", 413, { method: "POST", headers: form, body: `goal=${"x".repeat(20_000)}` }],
  ]) {
    const answer = await fetch(`${base}${path}`, request);
    check(`${path} is refused with ${status}`, answer.status === status, String(answer.status));
    kept.set(`refused-${name}`, await answer.text());
  }
}

/** Follows every link from the start page, and those of one plan. */
async function crawl(plan) {
  const seen = new Set(["/", plan]);
  const waiting = ["/", plan];
  const posted = new Set();
  let [broken, large] = [[], []];
  while (waiting.length > 0) {
    const path = waiting.pop();
    let answer = await fetch(`${base}${path}`, { headers: { accept: "text/html" } });
    if (answer.status === 429) {
      await new Promise((wake) => setTimeout(wake, (Number(answer.headers.get("retry-after")) + 1) * 1000));
      answer = await fetch(`${base}${path}`, { headers: { accept: "text/html" } });
    }
    const html = await answer.text();
    // A page may be there for forms alone.
    const there = answer.status === 200 || (answer.status === 405 && posted.has(path));
    if (!there) broken.push(`${path}: ${answer.status}`);
    if (html.length > PAGE_BYTES_MAX) large.push(`${path}: ${html.length}`);
    if (!(answer.headers.get("content-type") ?? "").startsWith("text/html")) continue;
    for (const [, kind, found] of html.matchAll(/(href|src|method="(?:post|get)" action)="([^"#]*)/g)) {
      const link = found.replaceAll("&amp;", "&").replaceAll("&#38;", "&");
      if (kind.startsWith("method=\"post")) posted.add(link);
      const deeper = link.startsWith("/plan/") && link.includes("?a=") && !path.startsWith("/plan/pathway");
      if (link.startsWith("/") && !deeper && !seen.has(link)) {
        seen.add(link);
        waiting.push(link);
      }
    }
  }
  check("no link is broken", broken.length === 0, broken);
  check("no page is over 100 KB", large.length === 0, large);
  check("there are many pages", seen.size > 150, String(seen.size));
}

let plan = "";
await withPage({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }, async (page) => {
  await byMouse(page);
  plan = new URL(page.url()).pathname + new URL(page.url()).search;
  await page.reload();
  check("a plan is there again after reload", (await page.locator("h1").textContent()) === "Your pathway");
  await page.goBack();
  check("and Back leads to the answers", at(page) === "/plan/check", page.url());
  await page.goForward();
  await page.getByRole("link", { name: "Compare the pathways" }).click();
  check("plans are compared with scripts off", (await page.locator("table thead th").count()) >= 2);
});
await withPage({ javaScriptEnabled: false, viewport: { width: 320, height: 800 } }, async (page) => {
  await byMouse(page, async (name) => {
    if (["points", "pathway"].includes(name)) {
      await keep(page, `credit-${name}`);
      await fits(page, `credit ${name}`);
      await page.screenshot({ path: join(folder, `pages-credit-${name}.png`), fullPage: true });
    }
  }, CREDIT);
  const said = await page.locator("main").innerText();
  for (const part of ["25 credit points towards Graduate Certificate", "Credit it may give you", "25 of the 25 points asked for count if all of it is granted.", "What it leads to"]) {
    check(`a pathway to credit says: ${part}`, said.includes(part), said.slice(0, 400));
  }
  // What is left of a qualification is planned at the least cost until somebody says otherwise.
  await page.goto(`${base}/plan/goal`);
  for (const [question, { tick = [], write = {}, choose }] of FINISH) {
    check(`to finish, the question is ${question}`, at(page) === `/plan/${question}`, page.url());
    for (const value of tick) await page.locator(`input[value="${value}"]`).check();
    if (choose) await page.locator("select").selectOption({ label: choose });
    for (const [name, value] of Object.entries(write)) await page.locator(`#${name}`).fill(value);
    await page.getByRole("button", { name: "Continue" }).click();
  }
  await page.goto(page.url().replace(/\/plan\/[a-z]+/, "/plan/matters"));
  check("to finish is to pay little", await page.locator('input[value="least-cost"]').isChecked(), page.url());
});
await withPage({ viewport: { width: 1280, height: 900 } }, (page) => byKeyboard(page));
await withPage({ viewport: { width: 1280, height: 900 } }, (page) => byKeyboard(page, CREDIT));
for (const { what, options } of LOOKS) await withPage(options, (page) => look(page, what));
await withPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
  for (const show of [1, 2, 3]) await twins(page, `${plan.split("&show")[0]}&show=${show}`);
  await page.goto(`${base}${plan}`);
  await print(page);
});
await crawl(plan);
await refusals();
valid(kept, 35);

end("pages");
