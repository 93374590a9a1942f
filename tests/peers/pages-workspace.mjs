// Publishes from pages as a provider does: node pages-workspace.mjs http://127.0.0.1:8080 FOLDER TOKEN OPERATOR
//
// Once with scripts off (by keyboard alone: pages-keyboard.mjs); each page with axe (WCAG 2.2 AA) in light and dark, narrow and wide,
// and with forced colours; every link of the workspace; valid HTML (vnu, needs java). TOKEN is one of a provider with a key,
// that may publish, issue and manage tokens; OPERATOR an operator's of all scopes. Screenshots go to FOLDER.

import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOOKS, PAGE_BYTES_MAX, at, begin, check, end, fits, looker, valid, withPage as inBrowser } from "./browser.mjs";

const { base, folder, rest: [token, operator] } = begin("pages-workspace");
const kept = new Map();
const withPage = (options, use, cookies = []) => inBrowser(base, options, use, { cookies });

const files = mkdtempSync(join(tmpdir(), "pages-files-"));
const table = (name, text) => {
  const path = join(files, name);
  writeFileSync(path, text);
  return path;
};

const nothing = async () => {};
/** The day it is where most people are who learn here. */
const today = () => new Date(Date.now() + 10 * 3_600_000).toISOString().slice(0, 10);
const heading = (page) => page.locator("h1").textContent();
const button = (page, name) => page.getByRole("button", { name, exact: true }).first();
const follow = (page, name) => page.getByRole("link", { name, exact: true }).first().click();

async function signIn(page, mine = token, home = "/workspace") {
  await page.goto(`${base}/`);
  await page.getByRole("link", { name: "For providers: publish" }).click();
  check("nobody is signed in at first", at(page) === "/workspace/sign-in", page.url());
  await page.locator("#token").fill(mine);
  await button(page, "Sign in").click();
  check("a token signs in", at(page) === home, page.url());
}

/** A new course, a new version of it with what is different, and what is left of both. Calls `seen` with each page. */
async function publish(page, code, seen = nothing) {
  await seen("home");
  await follow(page, "Publish a new course");
  await page.locator("#code").fill("not a code");
  await button(page, "Continue").click();
  check("a mistake is in the title", (await page.title()).startsWith("Error: "), await page.title());
  await seen("wrong");
  await page.locator("#code").fill(code);
  await button(page, "Continue").click();
  await seen("tasks-new");
  check("what is to be done is said", (await page.locator("main").textContent()).includes("Before you can publish"));
  for (const [task, write, tick] of [
    ["What the course is", { title: "Listening well", description: "How to listen." }, ["workshop"]],
    ["How long it takes", { hours: "6" }, ["yes"]],
    ["What people can do afterwards", { outcomes: "Listen\nBe alongside" }, []],
    ["Level and credit", {}, []],
    ["What comes before it", { "needed-before": "suite-advocacy ^1 or tier 2\nmore than 12 months of experience" }, []],
    ["Whom it is for", {}, ["consumer"]],
    ["What it deals with", {}, ["topic"]],
  ]) {
    await follow(page, task);
    if (task === "What comes before it") {
      await page.locator("#needed-before").fill("employed and tier 1 or tier 2\nsuite-advocasy");
      await button(page, "Continue").click();
      const said = await page.locator(".problems").textContent();
      check("each line that cannot be read is named", said.includes("put brackets") && said.includes("did you mean suite-advocacy?"), said);
      await seen("task-before-wrong");
    }
    for (const [name, value] of Object.entries(write)) await page.locator(`#${name}`).fill(value);
    for (const value of tick) await page.locator(value === "topic" ? "input[name=topics]" : `input[value="${value}"]`).first().check();
    await seen(`task-${task.toLowerCase().replaceAll(" ", "-")}`);
    await button(page, "Continue").click();
    check(`${task} leads back to the tasks`, at(page) === "/workspace/draft", page.url());
  }
  await follow(page, "Check and publish");
  const whole = await page.locator(".page-preview").innerText();
  for (const part of ["Listening well", "How to listen.", "Workshop", "6 h", "Be alongside", "More than 12 months", "What it leads to", "Version 1.0.0"]) {
    check(`all of a new course is shown before it is published: ${part}`, whole.includes(part), whole);
  }
  await seen("check-new");
  await button(page, "Publish").click();
  check("a course is published", (await heading(page)) === "Published", await page.locator("main").textContent());
  await follow(page, "Back to the course");
  await seen("course");
  await follow(page, "Publish a new version");
  await seen("tasks");
  await follow(page, "What people can do afterwards");
  check("a task shows what is so now", (await page.locator("#outcomes").inputValue()).includes("Be alongside"));
  await page.locator("#outcomes").fill("Listen\nBe there");
  await button(page, "Continue").click();
  await follow(page, "Check and publish");
  const said = await page.locator("main").textContent();
  check("the step is said and why", said.includes("this is a major change"), said);
  check("and what it does to others", said.includes("four invented people"), said);
  check("and the number filled in", (await page.locator("#number").inputValue()) === "2.0.0");
  await seen("check");
  await page.locator("#number").fill("1.0.1");
  await button(page, "Publish").click();
  check("a number too small is refused", (await page.locator(".problems").textContent()).includes("too small a step"));
  await seen("check-wrong");
  await page.locator("#number").fill("2.0.0");
  await page.locator("#reason").fill("Clearer outcomes");
  await button(page, "Publish").click();
  check("a version is published", (await heading(page)) === "Published", await page.locator("main").textContent());
  await seen("receipt");
  await page.reload();
  check("a page loaded again publishes nothing more", (await heading(page)) === "Published");
  await page.goto(`${base}/courses/${code}`);
  check("everybody sees it", (await page.locator("main").textContent()).includes("Be there"));
  await offer(page, code, seen);
}

/** An offering with a mistake, then without; and taken away again. */
async function offer(page, code, seen) {
  await page.goto(`${base}/workspace/offerings/${code}`);
  await page.locator("#start").fill("soon");
  await button(page, "Add this offering").click();
  check("each field that is wrong is named", (await page.locator(".problems a").count()) > 5, page.url());
  await seen("offerings-wrong");
  await page.locator("input[name=version]").first().check();
  await page.locator("input[name=mode][value=online]").check();
  for (const [name, value] of Object.entries({ offering: `${code}-may`, start: "2027-05-03", end: "2027-05-03", price: "420", days: "1", "own-time": "2" })) {
    await page.locator(`#${name}`).fill(value);
  }
  await button(page, "Add this offering").click();
  check("an offering is added", (await heading(page)) === "Done", await page.locator("main").textContent());
  await seen("offered");
  await page.goto(`${base}/workspace/offerings/${code}`);
  check("it is listed", (await page.locator("main").textContent()).includes("3 May 2027"));
  await seen("offerings-listed");
  // One that starts on any Monday, with what people with funding pay; opened again, it is as it was written.
  await page.locator("input[name=version]").first().check();
  await page.locator("input[name=mode][value=online]").check();
  await page.locator("input[name=starts][value=rolling]").check();
  const written = { offering: `${code}-rolling`, start: "3/5/2027", end: "", weeks: "6", price: "420", fees: "free-tafe-vic 0", days: "1", "own-time": "2" };
  for (const [name, value] of Object.entries(written)) await page.locator(`#${name}`).fill(value);
  await button(page, "Add this offering").click();
  check("a rolling offering is added", (await heading(page)) === "Done", await page.locator("main").textContent());
  await page.goto(`${base}/workspace/offerings/${code}`);
  await follow(page, `${code}-rolling`);
  check("it is opened to be changed", await page.locator("input[name=starts][value=rolling]").isChecked(), page.url());
  check("with its weeks", (await page.locator("#weeks").inputValue()) === "6");
  check("and its fees", (await page.locator("#fees").inputValue()) === "free-tafe-vic $0", await page.locator("#fees").inputValue());
  await seen("offering-changed");
  await page.goto(`${base}/courses/${code}`);
  // A browser may keep a public page for five minutes.
  await page.reload();
  const taught = (await page.locator("main").textContent()).replace(/\s+/g, " ");
  check("everybody sees that it starts on any Monday", taught.includes("Starts any Monday from 3 May 2027; takes 6 weeks"), taught);
}

/** Files with a mistake, then without. */
async function importFiles(page, code, seen = nothing) {
  const source = "source_external,source_place,source_confidence";
  const courses = table("courses.csv", `code,title,kind,description,${source}\n${code},Groups,workshop,Leading groups.,example.org,Course guide,high\n`);
  const versions = (hours) =>
    table("versions.csv", `course,version,published,outcomes,volume_of_learning_hours,assessed\n${code},1.0.0,2026-07-01,Lead a group,${hours},no\n`);
  await page.goto(`${base}/workspace`);
  await follow(page, "Import from a spreadsheet");
  await seen("import");
  await page.locator("#files").setInputFiles([courses, versions("six")]);
  await button(page, "Look at the files").click();
  const row = await page.locator("tbody tr").first().textContent();
  check("row and column are named", row.includes("versions.csv") && row.includes("E"), row);
  await seen("import-wrong");
  await page.locator("#files").setInputFiles([courses, versions("")]);
  await button(page, "Look at the files").click();
  const cells = (await page.locator("tbody tr").first().locator("th, td").allTextContents()).map((cell) => cell.replace(/\s+/g, " ").trim());
  check("an empty cell has its row and column, too", cells[0] === "versions.csv" && cells[1] === "Row 2" && cells[2] === "Column E", cells);
  await page.locator("#files").setInputFiles([courses, versions("6")]);
  await button(page, "Look at the files").click();
  check("what would happen is shown", (await page.locator("main").textContent()).includes(code));
  await seen("import-look");
  await button(page, "Import").click();
  check("files are imported", (await heading(page)) === "Imported", await page.locator("main").textContent());
  await seen("imported");
}

async function others(page, code, seen) {
  for (const [name, path] of [
    ["withdraw", `/workspace/withdraw/${code}`], ["supersede", `/workspace/supersede/${code}`],
    ["offerings", `/workspace/offerings/${code}`], ["offer", "/workspace/offerings"], ["program-offerings", "/workspace/program-offerings/CHC43515"], ["tokens", "/workspace/tokens"], ["activity", "/workspace/activity"],
    ["not-theirs", "/workspace/courses/suite-advocacy"],
  ]) {
    await page.goto(`${base}${path}`);
    await seen(name);
  }
  await page.goto(`${base}/workspace/withdraw/${code}`);
  await page.locator("input[name=version]").first().check();
  await page.locator("#reason").fill("Nobody teaches it any more");
  await button(page, "See what it would do").click();
  const impact = await page.locator("main").textContent();
  check("what was issued is counted in what a change does", impact.includes(`Issued so far for ${code} 2.0.0: 2 credentials.`), impact);
  await seen("withdraw-look");
  await page.goto(`${base}/workspace/draft?d=broken`);
  check("a draft that is none is said", (await heading(page)) === "We cannot open that draft", page.url());
  await seen("no-draft");
  await page.goto(`${base}/workspace/new`);
  await page.evaluate(() => { document.querySelector("input[name=guard]").value = "x"; });
  await page.locator("#code").fill("guarded");
  await button(page, "Continue").click();
  check("a form without its guard is refused", (await heading(page)) === "This form is not from your session", page.url());
  await seen("no-guard");
  await page.goto(`${base}/workspace/tokens`);
  await page.locator("#label").fill("website");
  await page.locator("input[name=scopes][value=publish]").check();
  await button(page, "Make a token").click();
  check("a token is shown once", /mcr_[\w-]{43}/.test(await page.locator("main").textContent()));
  await seen("token-made");
  await page.goto(`${base}/workspace`);
  check("and never again", !/mcr_[\w-]{43}/.test(await page.content()));
}

/** A course that nobody teaches any more, and one that another takes the place of: done on pages, and seen by everybody. */
async function ended(page, code, by, seen = nothing) {
  // A browser may keep a public page for five minutes.
  const open = async (path) => {
    await page.goto(`${base}${path}`);
    await page.reload();
    return (await page.locator("main").textContent()).replace(/\s+/g, " ");
  };
  await page.goto(`${base}/workspace/withdraw/${code}`);
  await page.locator("input[name=version]").first().check();
  await page.locator("#reason").fill("Nobody teaches it any more");
  await button(page, "See what it would do").click();
  await button(page, "Withdraw a version").click();
  check("the only version is withdrawn", (await heading(page)) === "Done", await page.locator("main").textContent());
  await seen("withdrawn");
  const withdrawn = await open(`/courses/${code}`);
  check("everybody sees that it is not taught", withdrawn.includes("This course is not taught any more.") && withdrawn.includes("Nobody offers this course now."), withdrawn);
  await seen("course-withdrawn");
  check("in the list, too", (await open(`/courses?q=${code}`)).includes("not taught any more"), page.url());
  await seen("courses-withdrawn");
  await page.goto(`${base}/workspace/supersede/${code}`);
  await page.locator("#by").fill(by);
  await page.locator("input[name=equivalence][value=equivalent]").check();
  await button(page, "See what it would do").click();
  await seen("supersede-look");
  await button(page, "Replace the course by another").click();
  check("it is superseded", (await heading(page)) === "Done", await page.locator("main").textContent());
  const superseded = await open(`/courses/${code}`);
  check("everybody sees by what", superseded.includes("This course is superseded. The new one is Listening well"), superseded);
  await seen("course-superseded");
}

/** A new provider, a token for it, and its workspace. */
async function operate(page, code, seen = nothing) {
  await signIn(page, operator, "/workspace/registry");
  await seen("registry");
  await follow(page, "Register a provider");
  await button(page, "Register a provider").click();
  check("what is missing is said", (await page.locator('.problems a[href="#title"]').count()) === 1, page.url());
  await seen("provider-wrong");
  await page.locator("#code").fill(code);
  await page.locator("#title").fill("River Collective");
  await page.locator("input[value=consumer-led]").check();
  await button(page, "Register a provider").click();
  check("a provider is registered", (await heading(page)) === "Registered", await page.locator("main").textContent());
  await seen("registered");
  for (const [name, path] of [["all-tokens", "tokens"], ["all-activity", "activity"]]) {
    await page.goto(`${base}/workspace/registry/${path}`);
    await seen(name);
  }
  await page.goto(`${base}/workspace/registry`);
  await page.locator(`input[value="${code}"]`).check();
  await button(page, "Act for this provider").click();
  check("an operator acts for a provider", (await heading(page)) === "River Collective", page.url());
  await seen("acting");
  await follow(page, "Publish a new course");
  check("and each form says so", (await page.locator("main").textContent()).includes("You act for River Collective."));
  await seen("acting-new");
  await signOut(page);
}

async function signOut(page) {
  await page.goto(`${base}/workspace`);
  await button(page, "Sign out").click();
  check("signing out signs out", at(page) === "/workspace/sign-in", page.url());
}

/** A credential for the course: issued, and revoked with a reason. */
async function issue(page, code, seen = nothing) {
  await page.goto(`${base}/workspace/issue`);
  await seen("issue");
  await page.locator("#earned").fill(code);
  await page.locator("#completed").fill("soon");
  const send = page.locator('form[action="/workspace/issue"] button').first();
  await send.click();
  check("a day that is none is said", (await page.locator('.problems a[href="#completed"]').count()) === 1, page.url());
  await seen("issue-wrong");
  await page.locator("#completed").fill(today());
  await send.click();
  check("a credential is issued", (await heading(page)) === "Issued", await page.locator("main").textContent());
  check("with a link for the person", /\/claim#[\w-]{43}/.test(await page.locator("main").textContent()));
  await seen("issued");
  const number = await page.locator("tbody th").first().textContent();
  await page.goto(`${base}/workspace/issue`);
  check("the link is shown once", !(await page.content()).includes("/claim#"));
  await page.locator("#credential").fill(number.trim());
  await page.locator("#revoke-reason").fill("Given to the wrong person");
  await page.locator('form[action="/workspace/issue/revoke"] button').first().click();
  check("it is revoked", (await heading(page)) === "Revoked", await page.locator("main").textContent());
  await seen("revoked");
  await page.goto(`${base}/workspace/issue`);
  await seen("issue-listed");
  await roster(page, code, seen);
}

/** A roster with mistakes, then without; one of its credentials is offered again. */
async function roster(page, code, seen) {
  const of = (day) => table("roster.csv", `reference,course,completed,name\nA1,${code},${day},Invented Name\nA2,${code},${today()},\n`);
  await page.locator("#file").setInputFiles(of("soon"));
  await button(page, "Look at the roster").click();
  const row = await page.locator("tbody tr").first().textContent();
  check("row and column of a roster are named", row.includes("2") && row.includes("completed"), row);
  await seen("roster-wrong");
  await page.locator("#file").setInputFiles(of(today()));
  await button(page, "Look at the roster").click();
  check("what would be issued is shown", (await page.locator("main").textContent()).includes("2 credentials would be issued"));
  await seen("roster-look");
  await button(page, "Issue them").click();
  check("a roster is issued", (await page.locator("tbody tr").count()) === 2, await page.locator("main").textContent());
  await seen("roster-issued");
  await page.goto(`${base}/workspace/issue`);
  await page.getByRole("link", { name: "Offer again or revoke" }).first().click();
  check("its number is filled in", (await page.locator("#offer").inputValue()).length === 36);
  await button(page, "Offer a credential again").click();
  check("it is offered again", /\/claim#[\w-]{43}/.test(await page.locator("main").textContent()));
  await seen("offered-again");
}

/** Follows every link of the workspace from here. */
async function crawl(page, first) {
  const [seen, waiting] = [new Set([first]), [first]];
  const [broken, large] = [[], []];
  while (waiting.length > 0) {
    const path = waiting.pop();
    const answer = await page.goto(`${base}${path}`);
    const html = await answer.text();
    if (answer.status() !== 200) broken.push(`${path}: ${answer.status()}`);
    if (Buffer.byteLength(html) > PAGE_BYTES_MAX) large.push(path);
    for (const link of await page.locator("a[href]").evaluateAll((all) => all.map((one) => one.getAttribute("href")))) {
      const [bare] = link.split("#");
      // A draft is a page for each of its states; the tasks of one are enough. Files are kept, not shown.
      const same = bare.replace(/d=[\w-]+/, "d=");
      if (bare.startsWith("/workspace") && !seen.has(same)) {
        seen.add(same);
        waiting.push(bare);
      }
    }
  }
  check(`no link of ${first} is broken`, broken.length === 0, broken);
  check(`no page of ${first} is over 100 KB`, large.length === 0, large);
  check(`${first} leads to its pages`, seen.size >= 5, String(seen.size));
}

/** A title that cannot be broken at a space: no page that shows it is wider than a small window. */
async function wideTitle(page) {
  const code = "w-wide-title";
  const input = {
    code, version: "1.0.0", title: "W".repeat(190), kind: "WORKSHOP", description: "A title without a space.",
    outcomes: ["Listen"], volumeOfLearningHours: 6, assessed: false,
  };
  const query = `mutation($input: PublishCourseVersionInput!) { publishCourseVersion(input: $input) { receipt { subject } userErrors { message } } }`;
  const answer = await fetch(`${base}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { input } }),
  }).then((answer) => answer.json());
  check("a course with a very wide title is published", answer.data?.publishCourseVersion?.receipt, answer);
  const showing = [`/courses/${code}`, `/courses?q=${"W".repeat(20)}`, "/workspace", `/workspace/courses/${code}`];
  for (const path of showing) {
    await page.goto(`${base}${path}`);
    check(`${path} shows it`, (await page.locator("main").textContent()).includes("W".repeat(60)), await heading(page));
    await fits(page, `a very wide title, ${path}`);
  }
}

/** A token that may do less, and somebody who tries many. */
async function turnedAway(page, seen) {
  await page.goto(`${base}/workspace/tokens`);
  await page.locator("#label").fill("publishes");
  await page.locator("input[name=scopes][value=publish]").check();
  await button(page, "Make a token").click();
  const [less] = (await page.locator("main").textContent()).match(/mcr_[\w-]{43}/);
  await signOut(page);
  await signIn(page, less);
  await page.goto(`${base}/workspace/issue`);
  check("what a token may not do is said", (await heading(page)) === "Your token does not let you do that", page.url());
  await seen("no-scope");
  await signOut(page);
  for (let tries = 0; tries < 12 && (await heading(page)) === "Workspace"; tries += 1) {
    await page.locator("#token").fill(`mcr_${"A".repeat(43)}`);
    await button(page, "Sign in").click();
    if (tries === 0) await seen("sign-in-wrong");
  }
  check("whoever tries many tokens waits", (await page.locator("main").textContent()).includes("Wait"), await heading(page));
  await seen("too-fast");
}

await withPage({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }, async (page, context) => {
  await signIn(page);
  const [cookie] = await context.cookies();
  check("the cookie is strict and for this host alone",
    cookie?.name === "__Host-workspace" && cookie.secure && cookie.httpOnly && cookie.sameSite === "Strict", cookie);
  await publish(page, "no-scripts");
  await issue(page, "no-scripts", nothing);
  await importFiles(page, "no-scripts-groups");
  await ended(page, "no-scripts-groups", "no-scripts");
  await signOut(page);
  await operate(page, "river-collective");
});
const look = looker(folder, "workspace", kept);
for (const { what, options } of LOOKS) {
  await withPage(options, async (page) => {
    const seen = (name) => look(page, name, what);
    await page.goto(`${base}/workspace/sign-in`);
    await seen("sign-in");
    await signIn(page);
    const code = `looked-at-${what.replace(" ", "-")}`;
    await publish(page, code, seen);
    await issue(page, code, seen);
    await importFiles(page, `${code}-groups`, seen);
    await others(page, code, seen);
    await ended(page, `${code}-groups`, code, seen);
    await signOut(page);
    await operate(page, `river-${what.replace(" ", "-")}`, seen);
  });
}
await withPage({ viewport: { width: 320, height: 900 } }, async (page) => {
  await signIn(page);
  await wideTitle(page);
  await signOut(page);
});
await withPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
  await signIn(page);
  await crawl(page, "/workspace");
  await signOut(page);
  await signIn(page, operator, "/workspace/registry");
  await crawl(page, "/workspace/registry");
  await signOut(page);
  await signIn(page);
  await turnedAway(page, (name) => look(page, name, "light 1280"));
});
valid(kept, 40);
rmSync(files, { recursive: true, force: true });
end("pages-workspace");
