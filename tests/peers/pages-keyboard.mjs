// Does by keyboard alone what a provider, and a person who was given a credential, do:
// node pages-keyboard.mjs http://127.0.0.1:8080 FOLDER TOKEN
//
// TOKEN is one of a provider with a key, that may publish and issue. A course is published and changed, files are mended and
// imported, an offering added, credentials issued one and by roster, one revoked; then a claim is opened, kept in a record,
// shared, and what is shared is verified. The last of these once more with scripts off. No mouse is used, and no address
// typed but the first of each person. Planning and comparing by keyboard: pages.mjs.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { at, begin, check, end, keyboard, withPage } from "./browser.mjs";

const { base, rest: [token] } = begin("pages-keyboard");
const files = mkdtempSync(join(tmpdir(), "pages-keyboard-"));
const table = (name, lines) => {
  const path = join(files, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
};
const wide = { viewport: { width: 1280, height: 900 } };
const heading = (page) => page.locator("h1").textContent();
const words = (page) => page.locator("main").innerText();
/** The cells of each row of the first table, as they are seen. */
const rowsOf = (page) => page.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
/** The day it is where most people are who learn here. */
const today = new Date(Date.now() + 10 * 3_600_000).toISOString().slice(0, 10);
/** A link of ours as one to the server that is tried: links have the public address, which nothing answers here. */
const here = (link) => link.replace(/^https:\/\/registry\.example/, base);

/** A new course; then a version of it in which an outcome is another, after a number that is too small. */
async function publish(page, keys) {
  await keys.enter('a[href="/workspace/new"]');
  await keys.write("#code", "by-keyboard");
  await page.keyboard.press("Enter");
  await page.waitForURL(/workspace\/draft/);
  for (const [task, texts, choice] of [
    ["about", { title: "By keyboard", description: "Typed." }, ["kind", "workshop"]],
    ["learning", { hours: "6" }, ["assessed", "yes"]],
    ["outcomes", { outcomes: "Type\nListen" }],
  ]) {
    await keys.enter(`a[href*="/workspace/draft/${task}"]`);
    for (const [name, text] of Object.entries(texts)) await keys.write(`#${name}`, text);
    if (choice) await keys.tick(...choice);
    await keys.enter('main button[type="submit"]');
    check(`${task} is done`, at(page) === "/workspace/draft", await words(page));
  }
  await keys.enter('a[href^="/workspace/check"]');
  check("the course is shown whole", (await words(page)).includes("Typed."), await words(page));
  await keys.to(".page-preview summary");
  await page.keyboard.press("Enter");
  check("and can be closed", !(await page.locator(".page-preview h3").isVisible()));
  await keys.enter("main form button:not([name])");
  check("by keyboard a course is published", (await heading(page)) === "Published", await words(page));
  await keys.enter('main a[href="/workspace/courses/by-keyboard"]');
  await keys.enter('a.button[href^="/workspace/draft"]');
  await keys.enter('a[href*="/workspace/draft/outcomes"]');
  await keys.write("#outcomes", "Type");
  await keys.enter('main button[type="submit"]');
  await keys.enter('a[href^="/workspace/check"]');
  check("what is different is said", (await words(page)).includes("this is a major change"), await words(page));
  await keys.write("#number", "1.0.1");
  await keys.enter("main form button:not([name])");
  await keys.to('.problems a[href="#number"]');
  await page.keyboard.press("Enter");
  check("what is wrong leads to its field", await page.evaluate(() => location.hash === "#number"), page.url());
  await keys.write("#number", "2.0.0");
  await keys.enter("main form button:not([name])");
  check("by keyboard a version is published", (await heading(page)) === "Published", await words(page));
}

/** An offering, with every field of it. */
async function offer(page, keys) {
  await keys.enter('main a[href="/workspace/offerings/by-keyboard"]');
  const add = 'form:has(input[value="add"]) button';
  await keys.enter(add);
  check("what is missing is said", (await page.locator(".problems a").count()) > 5);
  await keys.write("#offering", "by-keyboard-may");
  await keys.tick("version", "2.0.0");
  await keys.tick("mode", "in-person");
  await keys.tick("region", await page.locator("input[name=region]").nth(1).getAttribute("value"));
  for (const [name, text] of Object.entries({ start: "2027-05-03", end: "2027-05-04", price: "420", days: "2", "own-time": "0", capacity: "12" })) {
    await keys.write(`#${name}`, text);
  }
  await keys.tick("peers", "led");
  await keys.enter(add);
  check("by keyboard an offering is added", (await heading(page)) === "Done", await words(page));
  await keys.enter('main a[href="/workspace/offerings/by-keyboard"]');
  check("and listed", (await words(page)).includes("3 May 2027"), await words(page));
  await keys.write("#offering", "by-keyboard-rolling");
  await keys.tick("version", "2.0.0");
  await keys.tick("mode", "online");
  await keys.tick("starts", "rolling");
  for (const [name, text] of Object.entries({ start: "2027-05-03", weeks: "6", price: "420", fees: "free-tafe-vic 0", days: "2", "own-time": "0" })) {
    await keys.write(`#${name}`, text);
  }
  await keys.enter(add);
  check("by keyboard a rolling offering is added", (await heading(page)) === "Done", await words(page));
  await keys.enter('main a[href="/workspace/offerings/by-keyboard"]');
  await keys.tick("away", "by-keyboard-may");
  await keys.enter('form:has(input[value="away"]) button');
  check("and taken away", (await heading(page)) === "Done", await words(page));
  await keys.enter('.crumb a[href="/workspace"]');
}

/** Tables with an empty cell and a word for a number; mended, looked at, imported. */
async function importFiles(page, keys) {
  const courses = (title) => table("courses.csv", ["code,title,kind,description,source_external,source_place,source_confidence", `keys-groups,${title},workshop,Leading groups.,example.org,Course guide,high`]);
  const versions = (hours) => table("versions.csv", ["course,version,published,outcomes,volume_of_learning_hours,assessed", `keys-groups,1.0.0,2026-07-01,Lead a group,${hours},no`]);
  const look = "main form button";
  await keys.enter('a[href="/workspace/import"]');
  await keys.choose("#files", [courses(""), versions("six")]);
  await keys.enter(look);
  const rows = (await rowsOf(page)).map((cells) => cells.slice(0, 3).join(" "));
  check("each mistake has its row and column", rows.join() === "courses.csv 2 B,versions.csv 2 E", rows);
  await keys.to('.problems a[href="#files"]');
  await page.keyboard.press("Enter");
  await keys.choose("#files", [courses("Groups"), versions("6")]);
  await keys.enter(look);
  check("what would happen is shown", (await words(page)).includes("keys-groups"), await words(page));
  await keys.write("#reason", "Our first list");
  await keys.enter('main form button[name="import"]');
  check("by keyboard files are imported", (await heading(page)) === "Imported", await words(page));
  await keys.enter('.crumb a[href="/workspace"]');
}

/** Issues one and a roster, and revokes one; gives the claims of the roster. */
async function issue(page, keys) {
  await keys.enter('a[href="/workspace/issue"]');
  await keys.write("#earned", "by-keyboard");
  await keys.write("#completed", today);
  await keys.tick("title-shown", "full");
  await keys.enter('form[action="/workspace/issue"] button');
  check("by keyboard a credential is issued", (await heading(page)) === "Issued", await words(page));
  // The next are issued in another second, so that it stays the oldest of the table.
  await page.waitForTimeout(1_100);
  await keys.enter('.crumb a[href="/workspace/issue"]');
  const roster = (day) => table("roster.csv", ["reference,course,completed,name", `A1,by-keyboard,${day},Invented Name`, `A2,by-keyboard,${today},`]);
  await keys.choose("#file", roster("soon"));
  await keys.enter('form[action="/workspace/issue/roster"] button');
  const mistakes = (await rowsOf(page)).map((cells) => cells.slice(0, 2).join(" "));
  check("a mistake of a roster has its row and column", mistakes.join() === "2 completed", mistakes);
  await keys.choose("#file", roster(today));
  await keys.enter('form[action="/workspace/issue/roster"] button');
  await keys.enter('main form button[name="issue"]');
  check("by keyboard a roster is issued", (await page.locator("tbody tr").count()) === 2, await words(page));
  const claims = (await page.locator("tbody").innerText()).match(/https:\/\/\S+\/claim#[\w-]{43}/g);
  await keys.enter('.crumb a[href="/workspace/issue"]');
  // The oldest of the table is the one that was issued alone.
  const ways = page.locator('td a[href^="/workspace/issue?"]');
  await keys.enter(`td a[href="${(await ways.last().getAttribute("href")).replaceAll('"', "")}"]`);
  await keys.write("#revoke-reason", "Given to the wrong person");
  await keys.enter('form[action="/workspace/issue/revoke"] button');
  check("by keyboard one is revoked", (await heading(page)) === "Revoked", await words(page));
  await keys.enter('.crumb a[href="/workspace/issue"]');
  check("and said to be", (await words(page)).includes("Given to the wrong person"));
  await keys.enter('.crumb a[href="/workspace"]');
  return claims;
}

/** From the link that was handed over to what an employer is told, by keyboard. */
async function claimed(claim) {
  let link = "";
  await withPage(base, wide, async (page) => {
    const keys = keyboard(page);
    await page.goto(here(claim));
    check("the claim fills its field", (await page.locator("#code").inputValue()).length === 43);
    await keys.enter('form[action="/claim"] button');
    check("by keyboard a credential is claimed", (await heading(page)) === "Your credential is in your record", await words(page));
    await keys.enter('main a[href="/record"]');
    await keys.enter('a[href="/record/share"]');
    await keys.tick("held", await page.locator('input[name="held"]').first().getAttribute("value"));
    await keys.enter('main form button[type="submit"]');
    check("what they will see is shown", (await words(page)).includes("By keyboard"), await words(page));
    await keys.enter('form[action="/record/share/make"] button');
    link = here(await page.locator("#link").inputValue());
  }, { cookies: ["__Host-record"] });
  await withPage(base, wide, async (page) => {
    const keys = keyboard(page);
    await page.goto(`${base}/`);
    await keys.enter('main a[href="/verify"]');
    await keys.write("#credential", link);
    await keys.enter('form[action="/verify"] button');
    check("by keyboard what is shared is verified", (await heading(page)).trim() === "Valid", await words(page));
    await keys.to(".finding summary");
    await page.keyboard.press("Enter");
    check("and its checks are read", await page.locator(".checks dt").first().isVisible());
  });
}

/** The same with scripts off, as on an old phone: codes are pasted. */
async function claimedWithoutScripts(claim) {
  const plain = { ...wide, javaScriptEnabled: false };
  let link = "";
  await withPage(base, plain, async (page) => {
    await page.goto(`${base}/claim`);
    await page.locator("#code").fill(claim);
    await page.getByRole("button", { name: "Keep it in a new record" }).click();
    check("with scripts off a credential is claimed", (await heading(page)) === "Your credential is in your record", await words(page));
    await page.goto(`${base}/record/share`);
    await page.locator('input[name="held"]').first().check();
    await page.getByRole("button", { name: "See what they will see" }).click();
    await page.getByRole("button", { name: "Make the link" }).click();
    link = here(await page.locator("#link").inputValue());
  }, { cookies: ["__Host-record"] });
  await withPage(base, plain, async (page) => {
    await page.goto(`${base}/share`);
    await page.locator("#code").fill(link);
    await page.getByRole("button", { name: "Show" }).click();
    check("with scripts off what is shared is shown", (await words(page)).includes("By keyboard"), await words(page));
    await page.goto(`${base}/verify`);
    await page.locator("#credential").fill(link);
    await page.getByRole("button", { name: "Check", exact: true }).click();
    check("with scripts off what is shared is verified", (await heading(page)).trim() === "Valid", await words(page));
  });
}

let claims = [];
await withPage(base, wide, async (page) => {
  const keys = keyboard(page);
  await page.goto(`${base}/`);
  await keys.enter('footer a[href="/workspace"]');
  await keys.write("#token", token);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${base}/workspace`);
  await publish(page, keys);
  await offer(page, keys);
  await importFiles(page, keys);
  claims = await issue(page, keys);
  await keys.enter('form[action="/workspace/sign-out"] button');
  check("by keyboard one signs out", at(page) === "/workspace/sign-in", page.url());
});
check("a roster gives a claim for each", claims?.length === 2, claims);
await claimed(claims[0]);
await claimedWithoutScripts(claims[1]);
rmSync(files, { recursive: true, force: true });
end("pages-keyboard");
