// Publishes from pages as a provider does: node pages-workspace.mjs http://127.0.0.1:8080 FOLDER TOKEN OPERATOR
//
// Once with scripts off and once by keyboard alone; each page with axe (WCAG 2.2 AA) in light and dark, narrow and wide; valid HTML
// (vnu, needs java). TOKEN is one of a provider with a key, that may publish, issue and manage tokens; OPERATOR an
// operator's of all scopes. Screenshots go to FOLDER.

import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PAGE_BYTES_MAX, accessible, at, begin, check, end, htmlOf, press, tabTo, valid, withPage as inBrowser } from "./browser.mjs";

const { base, folder, rest: [token, operator] } = begin("pages-workspace");
const kept = new Map();
const withPage = (options, use, cookies = []) => inBrowser(base, options, use, { cookies });

const files = mkdtempSync(join(tmpdir(), "pages-files-"));
const table = (name, text) => {
  const path = join(files, name);
  writeFileSync(path, text);
  return path;
};

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
async function publish(page, code, seen = async () => {}) {
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
}

/** Files with a mistake, then without. */
async function importFiles(page, code, seen = async () => {}) {
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
    ["offerings", `/workspace/offerings/${code}`], ["tokens", "/workspace/tokens"], ["activity", "/workspace/activity"],
    ["not-theirs", "/workspace/courses/suite-advocacy"],
  ]) {
    await page.goto(`${base}${path}`);
    await seen(name);
  }
  await page.goto(`${base}/workspace/tokens`);
  await page.locator("#label").fill("website");
  await page.locator("input[name=scopes][value=publish]").check();
  await button(page, "Make a token").click();
  check("a token is shown once", /mcr_[\w-]{43}/.test(await page.locator("main").textContent()));
  await page.goto(`${base}/workspace`);
  check("and never again", !/mcr_[\w-]{43}/.test(await page.content()));
}

/** A new provider, a token for it, and its workspace. */
async function operate(page, code, seen = async () => {}) {
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

async function byKeyboard(page) {
  await page.goto(`${base}/workspace`);
  check("the token is reached", await tabTo(page, "#token"));
  await page.keyboard.type(token);
  await press(page, "Enter");
  check("by keyboard one signs in", at(page) === "/workspace", page.url());
  check("a new course is reached", await tabTo(page, 'a[href="/workspace/new"]'));
  await press(page, "Enter");
  check("its code is reached", await tabTo(page, "#code"));
  await page.keyboard.type("by-keyboard");
  await press(page, "Enter");
  for (const [task, write, choose] of [
    ["about", { title: "By keyboard", description: "Typed." }, "kind"], ["learning", { hours: "6" }, "assessed"],
    ["outcomes", { outcomes: "Type" }, ""],
  ]) {
    check(`${task} is reached`, await tabTo(page, `a[href*="/workspace/draft/${task}"]`));
    await press(page, "Enter");
    for (const [name, value] of Object.entries(write)) {
      check(`${name} is reached`, await tabTo(page, `#${name}`));
      await page.keyboard.type(value);
    }
    if (choose) {
      check(`${choose} is reached`, await tabTo(page, `input[name="${choose}"]`));
      await page.keyboard.press("Space");
    }
    check(`${task}: Continue is reached`, await tabTo(page, 'main button[type="submit"]'));
    await press(page, "Enter");
    check(`${task} is done`, at(page) === "/workspace/draft", await page.locator("main").textContent());
  }
  check("the last look is reached", await tabTo(page, 'a[href^="/workspace/check"]'));
  await press(page, "Enter");
  check("Publish is reached", await tabTo(page, "main button:not([name])"));
  await press(page, "Enter");
  check("by keyboard a course is published", (await heading(page)) === "Published", await page.locator("main").textContent());
  await page.goto(`${base}/workspace`);
  check("Sign out is reached", await tabTo(page, 'form[action="/workspace/sign-out"] button'));
  await press(page, "Enter");
  check("by keyboard one signs out", at(page) === "/workspace/sign-in", page.url());
}

/** A credential for the course: issued, and revoked with a reason. */
async function issue(page, code, seen = async () => {}) {
  await page.goto(`${base}/workspace/issue`);
  await seen("issue");
  await page.locator("#earned").fill(code);
  await page.locator("#completed").fill("soon");
  const send = page.locator('form[action="/workspace/issue"] button').first();
  await send.click();
  check("a day that is none is said", (await page.locator('.problems a[href="#completed"]').count()) === 1, page.url());
  await seen("issue-wrong");
  // The day it is where most people are who learn here.
  await page.locator("#completed").fill(new Date(Date.now() + 10 * 3_600_000).toISOString().slice(0, 10));
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
}

await withPage({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }, async (page, context) => {
  await signIn(page);
  const [cookie] = await context.cookies();
  check("the cookie is strict and for this host alone",
    cookie?.name === "__Host-workspace" && cookie.secure && cookie.httpOnly && cookie.sameSite === "Strict", cookie);
  await publish(page, "no-scripts");
  await issue(page, "no-scripts");
  await importFiles(page, "no-scripts-groups");
  await signOut(page);
  await operate(page, "river-collective");
});
await withPage({ viewport: { width: 1280, height: 900 } }, byKeyboard);
for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 320]) {
    const what = `${colorScheme} ${width}`;
    await withPage({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
      const seen = async (name) => {
        const html = await htmlOf(page);
        if (!kept.has(name)) kept.set(name, html);
        check(`workspace ${name} is small`, html.length <= PAGE_BYTES_MAX, String(html.length));
        await accessible(page, `workspace ${name}, ${what}`);
        await page.screenshot({ path: join(folder, `workspace-${name}-${what.replace(" ", "-")}.png`), fullPage: true });
      };
      await page.goto(`${base}/workspace/sign-in`);
      await seen("sign-in");
      await signIn(page);
      const code = `looked-at-${colorScheme}-${width}`;
      await publish(page, code, seen);
      await issue(page, code, seen);
      await importFiles(page, `${code}-groups`, seen);
      await others(page, code, seen);
      await signOut(page);
      await operate(page, `river-${colorScheme}-${width}`, seen);
    });
  }
}
valid(kept, 20);
rmSync(files, { recursive: true, force: true });
end("pages-workspace");
