// What every script that uses pages in a real browser shares: the browser, counting checks, axe, keyboard, and valid HTML.
//
// Chromium is the system's own: /usr/bin/chromium, or what CHROMIUM names.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { check, end } from "./check.mjs";

export { check, end };

const resolve = createRequire(import.meta.url).resolve;
const axe = readFileSync(resolve("axe-core/axe.min.js"), "utf8");
const vnu = join(resolve("vnu-jar/package.json"), "..", "build", "dist", "vnu.jar");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** The largest page that is served, in bytes. */
export const PAGE_BYTES_MAX = 100 * 1024;

/** The server and the folder of screenshots that a script was given, and the name by which it says its sum. */
export function begin(name) {
  const [base, folder = "target/screenshots", ...rest] = process.argv.slice(2);
  if (!base) {
    console.error(`Say which server: node ${name}.mjs URL [FOLDER]`);
    process.exit(2);
  }
  mkdirSync(folder, { recursive: true });
  return { base, folder, rest };
}

/**
 * Opens a page in a browser of its own. Afterwards nothing was asked of another host, no script of the page failed, and
 * there are just the cookies named; `silent` are messages that a browser writes about what was refused on purpose.
 */
export async function withPage(base, options, use, { cookies = [], silent = /status of 4\d\d/ } = {}) {
  const profile = mkdtempSync(join(tmpdir(), "pages-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    headless: true,
    // Root has no sandbox of its own.
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
    ...options,
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const elsewhere = [];
    const faults = [];
    context.on("response", (response) => {
      const moved = response.status() >= 300 && response.status() < 400;
      if (!response.request().isNavigationRequest() || moved) return;
      const frame = response.frame();
      if (frame !== frame.page().mainFrame()) return;
      const html = response.text().catch((error) => `The answer was not kept: ${error.message}`);
      served.set(frame.page(), { url: response.url(), html });
    });
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== new URL(base).origin) elsewhere.push(request.url());
    });
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !silent.test(message.text())) faults.push(message.text());
    });
    await use(page, context);
    check("no request goes to another host", elsewhere.length === 0, elsewhere);
    check("the page reports no fault", faults.length === 0, faults);
    const names = (await context.cookies()).map((cookie) => cookie.name);
    check("there are just the cookies that are said", names.join() === cookies.join(), names);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** The last page that was served to each tab, before the browser mended anything in it. */
const served = new WeakMap();

/** The path of the page that is shown. */
export const at = (page) => new URL(page.url()).pathname;

/** Presses Tab until an element matches, as somebody without a mouse does. */
export async function tabTo(page, selector) {
  for (let presses = 0; presses < 250; presses += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return true;
    await page.keyboard.press("Tab");
  }
  return false;
}

/** Waits until the page that a key press leads to is there. */
export async function press(page, key) {
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
}

/** Looks for violations of WCAG 2.2 AA. */
export async function runAxe(page, what) {
  await page.evaluate(axe);
  const found = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } }), WCAG);
  const violations = found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target).join(" ")}`);
  check(`no violation of WCAG 2.2 AA, ${what}`, violations.length === 0, violations);
  check(`axe looked at something, ${what}`, found.passes.length > 8, String(found.passes.length));
}

/** No sideways scroll. */
export async function fits(page, what) {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  check(`no sideways scroll, ${what}`, wide <= room, `${wide} in ${room}`);
}

/** What every page has to be: within reach of axe, of a narrow window, and of a thumb. */
export async function accessible(page, what) {
  await runAxe(page, what);
  await fits(page, what);
  const small = await page.evaluate(() => {
    // Links within a sentence are as high as its text (WCAG 2.5.8); everything else is a target of its own.
    const controls = document.querySelectorAll("button, .button, select, textarea, input:not([type=hidden]), summary, nav a, .crumb a");
    const text = (one) => one.textContent.replace(/\s+/g, " ").trim();
    const alone = [...document.querySelectorAll("main a")].filter((link) => {
      const around = link.closest("li, p, dd, dt, td, th, h2, h3, h4");
      return around && link.checkVisibility() && text(around) === text(link);
    });
    const size = (one) => {
      const own = one.getBoundingClientRect();
      const label = one.id && document.querySelector(`label[for="${one.id}"]`)?.getBoundingClientRect();
      return Math.max(own.height, label ? label.height : 0);
    };
    return [...new Set([...controls, ...alone])].filter((one) => one.offsetParent && size(one) < 43.5).map((one) => `${one.outerHTML.slice(0, 80)} ${size(one)}`);
  });
  check(`targets are 44 pixels high, ${what}`, small.length === 0, small);
}

/** The HTML of the page that is shown, as it was served. */
export async function htmlOf(page) {
  const { url, html } = served.get(page) ?? { url: "", html: "" };
  const bare = (address) => address.split("#")[0];
  check("what is shown is what was served last", bare(url) === bare(page.url()), `${page.url()} not ${url}`);
  return html;
}

/** Checks pages, by name, with vnu (needs java). */
export function valid(pages, least = 1) {
  const files = mkdtempSync(join(tmpdir(), "pages-html-"));
  const names = [...pages].map(([name, html]) => {
    const file = join(files, `${name}.html`);
    writeFileSync(file, html);
    return file;
  });
  try {
    execFileSync("java", ["-jar", vnu, "--also-check-css", "--format", "gnu", ...names], { stdio: "pipe" });
    check(`the HTML of ${names.length} pages is valid`, names.length >= least, String(names.length));
  } catch (error) {
    const said = error.stderr?.toString() || String(error);
    check("the HTML is valid", false, said.replaceAll(files, "").slice(0, 4000));
  } finally {
    rmSync(files, { recursive: true, force: true });
  }
}
