// Checks credentials as an employer does, in a real browser: node pages-verify.mjs http://127.0.0.1:8080 FOLDER PROGRAM DATABASE
//
// PROGRAM is the registry and DATABASE the database of the server. Three credentials are issued first: one stays, one is
// revoked, one is shared by its holder. Once with scripts off, once by keyboard alone; then every page in light and dark,
// narrow and wide, and printed.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOOKS, begin, check, end, looker, press, tabTo, valid, withPage } from "./browser.mjs";

const { base, folder, rest } = begin("pages-verify");
const [program, database] = rest;
const kept = new Map();
const files = mkdtempSync(join(tmpdir(), "pages-verify-"));

const registry = (...line) => execFileSync(program, [...line, "--database", database], { encoding: "utf8" });
const provider = "paper-daisy-training";
const token = registry("token", "create", "--provider", provider, "--label", "pages", "--scope", "issue").split("\n")[0];
registry("key", "generate", "--provider", provider);

async function ask(query, variables) {
  const answer = await fetch(`${base}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await answer.json()).data;
}

const award = { course: "t3-trauma-informed-care", version: "1.0.0", completed: new Date().toISOString().slice(0, 10) };
const awards = [{ ...award, holderName: "Sam Invented" }, { ...award, holderName: "Sam Invented", suspendable: true }];
const { issueCredentials } = await ask(
  "mutation($awards: [AwardInput!]!) { issueCredentials(input: {awards: $awards}) { results { credential { id document } } } }",
  { awards },
);
const [good, revoked] = issueCredentials.results.map(({ credential }) => credential);
await ask("mutation($ids: [String!]!) { revokeCredentials(input: {credentials: $ids}) { results { outcome } } }", { ids: [revoked.id] });
// Signed by nobody that the registry lists, and from nobody it knows.
const changed = good.document.replace("Sam Invented", "Max Invented");
const foreign = JSON.stringify({ ...JSON.parse(good.document), "@context": [...JSON.parse(good.document)["@context"], "https://elsewhere.example/context"] });
const path = (name, text) => {
  writeFileSync(join(files, name), text);
  return join(files, name);
};
const cell = (text) => `"${text.replaceAll('"', '""')}"`;
const sent = {
  good: path("good.json", good.document),
  revoked: path("revoked.json", revoked.document),
  foreign: path("from-elsewhere.json", foreign),
  table: path("roster.csv", `person,credential\nSam,${cell(good.document)}\nMax,${cell(changed)}\n`),
};

const heading = async (page) => (await page.locator("h1").textContent()).trim();
const words = (page) => page.locator("main").innerText();
const send = (page) => page.getByRole("button", { name: "Check", exact: true }).click();

/** Pastes, uploads, sends several, and asks about a tier. Calls `seen` with each page. */
async function verify(page, seen = async () => {}) {
  await page.goto(`${base}/`);
  await page.getByRole("link", { name: "Check a credential" }).first().click();
  await seen("empty");
  await send(page);
  check("nothing given is said", (await page.locator(".problems").textContent()).includes("Paste a credential, or choose a file."));
  await seen("wrong");
  await page.locator("#credential").fill(good.document);
  await send(page);
  check("what is pasted is valid", (await heading(page)) === "Valid", await heading(page));
  check("it says whose it is", (await words(page)).includes("Sam Invented"));
  check("its title tells nothing", !(await page.title()).includes("Sam") && !(await page.title()).includes("Valid"));
  await page.locator("details summary").first().click();
  check("the checks can be opened", (await page.locator(".checks dt").first().isVisible()) && (await page.locator(".checks dt").count()) === 7);
  await seen("valid");
  await page.getByRole("link", { name: "Check another" }).click();
  await page.locator("#file").setInputFiles(sent.revoked);
  await send(page);
  check("what was revoked is not valid", (await heading(page)) === "Not valid", await heading(page));
  check("and it says why", (await words(page)).includes("It was revoked by its issuer."));
  await seen("revoked");
  await page.getByRole("link", { name: "Check another" }).click();
  await page.locator("#credential").fill(foreign);
  await send(page);
  check("what cannot be read is neither", (await heading(page)) === "Could not check", await heading(page));
  await seen("unchecked");
  await page.getByRole("link", { name: "Check another" }).click();
  await page.locator("#file").setInputFiles([sent.good, sent.revoked, sent.foreign, sent.table]);
  await page.locator("#meets").selectOption("tier:3");
  await send(page);
  check("several are counted", (await heading(page)) === "2 of 5 are valid", await heading(page));
  check("each has its own heading", (await page.locator("section.finding h2").count()) === 5);
  check("the row of a table is named", (await words(page)).includes("roster.csv, row 3"));
  check("the question is answered", (await words(page)).includes("Are they enough? Tier 3"));
  check("what did not count is said", (await words(page)).includes("What did not count"));
  await seen("several");
  await page.getByRole("link", { name: "Check another" }).click();
  await page.locator("#credential").fill(good.document);
  const role = await page.locator('#meets optgroup[label="To work in a role"] option').first().getAttribute("value");
  await page.locator("#meets").selectOption(role);
  await send(page);
  check("a role is asked about", (await words(page)).includes("Are they enough?"), role);
  await seen("role");
}

/** Puts the credential into a record, as its holder does, and gives the link of a share without the name. */
async function shared(page) {
  await page.goto(`${base}/record`);
  await page.getByRole("button", { name: "Start a record" }).click();
  await page.goto(`${base}/record/add`);
  await page.locator("#file").setInputFiles(sent.good);
  await page.getByRole("button", { name: "Add it" }).click();
  await page.goto(`${base}/record/share`);
  await page.locator('input[name="held"]').first().check();
  await page.getByRole("button", { name: "See what they will see" }).click();
  await page.getByRole("button", { name: "Make the link" }).click();
  return page.locator("#link").inputValue();
}

// Pastes a share link, while it is open and when it was stopped.
await withPage(base, { viewport: { width: 1280, height: 900 } }, async (holder) => {
  const link = await shared(holder);
  const paste = async (use) => {
    await withPage(base, { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }, async (page) => {
      await page.goto(`${base}/verify`);
      await page.locator("#credential").fill(link);
      await send(page);
      await use(page);
    });
  };
  await paste(async (page) => {
    check("what is shared is valid", (await heading(page)) === "Valid", await heading(page));
    check("its name is not shown", !(await page.content()).includes("Sam Invented") && (await words(page)).includes("chose not to show a name"));
    await page.screenshot({ path: join(folder, "verify-shared.png"), fullPage: true });
  });
  await holder.goto(`${base}/record`);
  check("that was counted", (await words(holder)).includes("opened 1 time"));
  await holder.getByRole("button", { name: /^Stop this link/ }).click();
  await paste(async (page) => {
    check("what was stopped shows nothing", (await page.locator(".problems").textContent()).includes("This link shows nothing."));
  });
  await holder.goto(`${base}/record/delete`);
  await holder.getByRole("button", { name: "Delete my record" }).click();
});

// With scripts off.
await withPage(base, { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }, (page) => verify(page));

// By keyboard alone.
await withPage(base, { viewport: { width: 1280, height: 900 } }, async (page) => {
  await page.goto(`${base}/`);
  check("the page is reached by Tab", await tabTo(page, 'main a[href="/verify"]'));
  await press(page, "Enter");
  check("a file can be chosen by Tab", await tabTo(page, "#file"));
  check("and text given", await tabTo(page, "#credential"));
  await page.keyboard.insertText(good.document);
  check("and a role or tier asked about", await tabTo(page, "#meets"));
  await page.keyboard.type("Tier 1");
  check("which typing chooses", (await page.locator("#meets").inputValue()) === "tier:1", await page.locator("#meets").inputValue());
  check("and sent", await tabTo(page, 'form[action="/verify"] button'));
  await press(page, "Enter");
  check("the answer is there", (await heading(page)) === "Valid", await heading(page));
  check("the checks are reached", await tabTo(page, ".finding summary"));
  await page.keyboard.press("Enter");
  check("and open", await page.locator(".checks dt").first().isVisible());
  check("another can be checked", await tabTo(page, '.crumb a[href="/verify"]'));
  await press(page, "Enter");
  check("nothing is sent by Enter on the button", await tabTo(page, 'form[action="/verify"] button'));
  await press(page, "Enter");
  check("what is wrong leads to its field", await tabTo(page, '.problems a[href="#credential"]'));
  await page.keyboard.press("Enter");
  check("by a press", await page.evaluate(() => location.hash === "#credential"));
});

// How it looks.
const shot = looker(folder, "verify", kept);
for (const { what, options } of LOOKS) {
  await withPage(base, options, (page) =>
    verify(page, async (name) => {
      await shot(page, name, what);
      if (what === "light 1280" && ["valid", "several"].includes(name)) {
        await page.emulateMedia({ media: "print" });
        check(`the checks are printed, ${name}`, await page.locator(".checks dt").first().isVisible());
        check(`what cannot be pressed is not, ${name}`, !(await page.locator(".crumb").isVisible()));
        await page.screenshot({ path: join(folder, `verify-${name}-print.png`), fullPage: true });
        await page.emulateMedia({ media: "screen" });
      }
    }),
  );
}

rmSync(files, { recursive: true, force: true });
valid(kept, 7);
end("pages-verify");
