// Keeps and shares credentials as people do, in a real browser:
// node pages-record.mjs http://127.0.0.1:8080 FOLDER CREDENTIAL CLAIMS
//
// CREDENTIAL is the file of an Open Badges 3.0 credential with a name in it; CLAIMS the table of seven claims that
// `registry issue --claims` wrote for this server. Once with scripts off, once by keyboard alone;
// then every page in light and dark, narrow and wide. Secrets are in no address that the server is asked for.

import { readFileSync } from "node:fs";
import { LOOKS, at, begin, check, end, htmlOf, looker, press, tabTo, valid, withPage } from "./browser.mjs";

const { base, folder, rest } = begin("pages-record");
const [file, claimFile] = rest;
const claims = readFileSync(claimFile, "utf8").trim().split("\n").slice(1).map((line) => line.split("#")[1]);
const kept = new Map();
const asked = [];
const secrets = [];

const heading = (page) => page.locator("h1").textContent();
/** The link on a page, as one to the server that is tried: links have the public address, which nothing answers here. */
const linkOn = async (page) => {
  const shown = new URL(await page.locator("#link").inputValue());
  const link = `${base}${shown.pathname}${shown.hash}`;
  secrets.push(link.split("#")[1]);
  return link;
};
const watch = (page) => page.on("request", (request) => asked.push(request.url()));

/** Starts a record, adds the file, and shares it. Calls `seen` with each page; gives the links of the record and the share. */
async function share(page, seen = async () => {}) {
  watch(page);
  await page.goto(`${base}/`);
  await page.locator(`main a[href="/record"]`).first().click();
  await seen("door");
  await page.getByRole("button", { name: "Start a record" }).click();
  check("a record is made", (await heading(page)) === "Your record is ready", page.url());
  const record = await linkOn(page);
  await seen("link");
  await page.getByRole("link", { name: "I have kept it" }).click();
  await seen("empty");
  await page.getByRole("link", { name: "Add a credential" }).first().click();
  await page.getByRole("button", { name: "Add it" }).click();
  check("nothing is refused in words", (await page.locator(".problems").textContent()).includes("Choose a file"));
  await seen("add-wrong");
  await page.locator("#file").setInputFiles(file);
  await page.getByRole("button", { name: "Add it" }).click();
  check("the file is shown with its verdict", (await page.locator(".verdict-word").count()) === 1, page.url());
  await seen("held");
  await page.getByRole("link", { name: "Back to the record" }).click();
  await page.getByRole("link", { name: "Share", exact: true }).click();
  await page.getByRole("button", { name: "See what they will see" }).click();
  check("choosing nothing is said", (await page.locator(".problems").count()) === 1);
  await seen("choose-wrong");
  await page.locator('input[name="held"]').first().check();
  await page.locator("#days-7").check();
  await seen("choose");
  await page.getByRole("button", { name: "See what they will see" }).click();
  check("there is a preview", (await heading(page)) === "This is what they will see", page.url());
  await seen("preview");
  const preview = await page.locator(".preview .credential dl.facts").innerText();
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await linkOn(page);
  check("there is a picture of the link", (await page.locator(".qr path").count()) === 1);
  await seen("made");
  await page.getByRole("link", { name: "Done" }).click();
  await seen("record");
  return { record, link, preview };
}

/** Stops the link, looks at what cannot be undone, and deletes the record. */
async function leave(page, seen = async () => {}) {
  await page.goto(`${base}/record`);
  check("the view was counted", (await page.locator("main").textContent()).includes("opened 1 time"));
  await page.getByRole("button", { name: /^Stop this link/ }).click();
  check("the link is stopped", (await page.locator("main").textContent()).includes("You stopped it on"));
  await seen("stopped");
  await page.getByRole("link", { name: "Change my record link" }).click();
  await seen("change-link");
  await page.goto(`${base}/record`);
  await page.getByRole("link", { name: "Delete my record" }).click();
  check("what must be kept is said", (await page.locator("main").textContent()).includes("30 years"));
  await seen("delete");
  await page.getByRole("button", { name: "Delete my record" }).click();
  check("the record is deleted", (await heading(page)) === "Your record is deleted", page.url());
  await seen("deleted");
}

/** Opens a share in another browser, by its link or by pasting it. */
async function look(link, options, preview, seen = async () => {}) {
  await withPage(base, options, async (page) => {
    watch(page);
    await page.goto(link);
    if (options.javaScriptEnabled === false) {
      check("without scripts the page says to paste the link", await page.locator("noscript .note").isVisible());
      await page.locator("#code").fill(link);
      await page.getByRole("button", { name: "Show" }).click();
    } else {
      await page.locator(".credential").first().waitFor();
      check("the code leaves the address", !page.url().includes("#"), page.url());
    }
    check("what is seen is the preview", (await page.locator(".credential dl.facts").innerText()) === preview);
    check("the name is not shown", !(await page.content()).includes("Invented"), "the name is there");
    await seen(page);
  });
}

async function gone(link) {
  await withPage(base, { viewport: { width: 1280, height: 900 } }, async (page) => {
    await page.goto(`${base}/share`);
    await page.locator("#code").fill(link);
    await page.getByRole("button", { name: "Show" }).click();
    check("a stopped link shows nothing", (await page.locator(".problems").textContent()).includes("shows nothing"));
    kept.set("gone", await htmlOf(page));
  });
}

/** Claims a credential that this server issued, looks at it and at what can be saved, and deletes the record. */
async function claim(page, scripts, seen = async () => {}) {
  watch(page);
  const code = claims.shift();
  secrets.push(code);
  await page.goto(scripts ? `${base}/claim#${code}` : `${base}/claim`);
  if (scripts) {
    check("the claim is filled in", (await page.locator("#code").inputValue()) === code);
  } else {
    await page.locator("#code").fill(`https://registry.example/claim#${code}`);
  }
  await page.getByRole("button", { name: "Keep it in a new record" }).click();
  check("the credential is claimed", (await heading(page)) === "Your credential is in your record", page.url());
  const record = await linkOn(page);
  check("the record has a link of its own", !record.includes(code));
  await seen("claimed");
  await page.getByRole("link", { name: "I have kept it" }).click();
  await seen("with-claimed");
  for (const [address, name] of [["/record/record.json", "record.json"], ["/record/clr.json", "record-clr.json"]]) {
    const saving = page.waitForEvent("download");
    await page.locator(`a[href="${address}"]`).click();
    const saved = await saving;
    check("the whole record can be saved", saved.suggestedFilename() === name, saved.suggestedFilename());
    check("and holds the credential", readFileSync(await saved.path(), "utf8").includes("Invented Name"), name);
  }
  await page.locator("main h2 a").first().click();
  const verdict = await page.locator(".verdict-word").first().textContent();
  check("what was issued here is valid", verdict.includes("Valid"), verdict);
  await seen("claimed-credential");
  await page.goto(`${base}/claim`);
  await page.locator("#code").fill(code);
  await page.getByRole("button", { name: "Keep it in a new record" }).click();
  check("a claim is used once", (await page.locator(".problems").textContent()).includes("claims nothing"));
  await page.goto(`${base}/record/delete`);
  await page.getByRole("button", { name: "Delete my record" }).click();
}

// With scripts off.
const plain = { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } };
await withPage(base, plain, async (page) => {
  const { record, link, preview } = await share(page);
  await look(link, plain, preview);
  await page.getByRole("button", { name: /^Close my record/ }).click();
  await page.goto(`${base}/record`);
  check("a closed record is closed", (await heading(page)) === "Open your record");
  await page.locator("#code").fill(record);
  await page.getByRole("button", { name: "Open" }).click();
  check("and its link opens it", (await heading(page)) === "Your record", page.url());
  await leave(page);
  await gone(link);
});

await withPage(base, plain, (page) => claim(page, false));

// By keyboard alone, with the link opened by its own address.
await withPage(base, { viewport: { width: 1280, height: 900 } }, async (page) => {
  watch(page);
  await page.goto(`${base}/record`);
  check("a record can be started by Tab", await tabTo(page, 'form[action="/record/new"] button'));
  await press(page, "Enter");
  const record = await linkOn(page);
  check("and reached", await tabTo(page, 'main a[href="/record"]'));
  await press(page, "Enter");
  check("something can be added", await tabTo(page, 'main a[href="/record/add"]'));
  await press(page, "Enter");
  check("as text", await tabTo(page, "#text"));
  await page.keyboard.insertText(readFileSync(file, "utf8"));
  check("and sent", await tabTo(page, 'form button[type="submit"]'));
  await press(page, "Enter");
  check("it is there", await tabTo(page, '.crumb a[href="/record"]'));
  await press(page, "Enter");
  check("and can be shared", await tabTo(page, 'a[href="/record/share"]'));
  await press(page, "Enter");
  check("it can be chosen", await tabTo(page, 'input[name="held"]'));
  await page.keyboard.press("Space");
  check("the preview is reached", await tabTo(page, 'main form button[type="submit"]'));
  await press(page, "Enter");
  check("and the link", await tabTo(page, 'form[action="/record/share/make"] button'));
  await press(page, "Enter");
  const link = await linkOn(page);
  await page.goto(`${base}/record`);
  check("it can be stopped", await tabTo(page, 'form[action="/record/share/stop"] button'));
  await press(page, "Enter");
  check("and is", (await page.locator("main").textContent()).includes("You stopped it on"), link.length);
  check("the record can be closed", await tabTo(page, 'form[action="/record/close"] button'));
  await press(page, "Enter");
  await page.goto(record);
  await page.getByRole("heading", { name: "Your record", exact: true }).waitFor();
  check("its own address opens it", at(page) === "/record" && !page.url().includes("#"), page.url());
  check("it can be deleted", await tabTo(page, 'a[href="/record/delete"]'));
  await press(page, "Enter");
  check("by the button", await tabTo(page, 'form[action="/record/delete"] button'));
  await press(page, "Enter");
  check("and is", (await heading(page)) === "Your record is deleted");
});

// How it looks.
const shot = looker(folder, "record", kept);
for (const { what, options } of LOOKS) {
  await withPage(base, options, async (page) => {
    const seen = (name) => shot(page, name, what);
    const { link, preview } = await share(page, seen);
    await look(link, options, preview, (other) => shot(other, "shared", what));
    await page.goto(`${base}/claim#${"A".repeat(43)}`);
    check("a claim fills the field and is not sent", (await page.locator("#code").inputValue()).length === 43);
    await seen("claim");
    await leave(page, seen);
  });
  await withPage(base, options, (page) => claim(page, true, (name) => shot(page, name, what)));
}

check("many pages were looked at", kept.size > 15, String(kept.size));
valid(kept, 15);
const leaked = asked.filter((url) => secrets.some((secret) => url.includes(secret) && !url.includes(`#${secret}`)));
check("no secret is in an address that is asked for", leaked.length === 0, leaked.slice(0, 2));
check("there were secrets to look for", secrets.length > 8, String(secrets.length));
end("pages-record");
