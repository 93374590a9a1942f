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
    // The driver holds back the window of files only where somebody waits for it; so it does from the first page on.
    page.on("filechooser", () => {});
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

/** What somebody does who has only a keyboard. Each says what it could not come to. */
export function keyboard(page) {
  const to = async (selector) => check(`${selector} is reached by Tab, on ${at(page)}`, await tabTo(page, selector));
  const enter = async (selector) => {
    await to(selector);
    await press(page, "Enter");
  };
  return {
    to,
    /** Follows a link, or presses a button. */
    enter,
    /** Writes over what stands in a field. */
    write: async (selector, text) => {
      await to(selector);
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.insertText(text);
    },
    /** Ticks a box, or takes that choice of a group. */
    tick: async (name, value) => {
      const wanted = `input[name="${name}"][value="${value}"]`;
      const radio = (await page.locator(wanted).getAttribute("type")) === "radio";
      await to(radio ? `input[name="${name}"]` : wanted);
      await page.keyboard.press("Space");
      for (let presses = 0; radio && presses < 60; presses += 1) {
        if (await page.evaluate((value) => document.activeElement.value === value, value)) break;
        await page.keyboard.press("ArrowDown");
      }
      check(`${name} is ${value}`, await page.locator(wanted).isChecked());
    },
    /** Opens the browser's own window of files, and chooses there. */
    choose: async (selector, files) => {
      await to(selector);
      // On a busy machine the first press may come before the page is ready for it.
      const asked = () => Promise.all([page.waitForEvent("filechooser", { timeout: 8_000 }), page.keyboard.press("Enter")]);
      const chooser = await asked().catch(asked).then(([opened]) => opened, () => null);
      if (chooser) return chooser.setFiles(files);
      // The driver has not seen the window: that the keyboard reaches the field is still so.
      check("the keyboard is on the field for files", await page.evaluate(() => document.activeElement.type === "file"));
      await page.locator(selector).setInputFiles(files);
    },
  };
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

/** How every page is looked at: light and dark, wide and narrow, and with the colours of the reader alone. */
export const LOOKS = [
  ...["light", "dark"].flatMap((colorScheme) =>
    [1280, 320].map((width) => ({ what: `${colorScheme} ${width}`, options: { colorScheme, viewport: { width, height: 900 } } })),
  ),
  { what: "forced 1280", options: { forcedColors: "active", viewport: { width: 1280, height: 900 } } },
];

/**
 * What a script does with each page it comes to: it keeps the HTML as it was served, by name, and a picture of each look,
 * and asks all that every page has to be.
 */
export function looker(folder, prefix, kept) {
  return async (page, name, what) => {
    const html = await htmlOf(page);
    if (!kept.has(name)) kept.set(name, html);
    check(`${prefix} ${name} is small`, Buffer.byteLength(html) <= PAGE_BYTES_MAX, String(Buffer.byteLength(html)));
    await accessible(page, `${prefix} ${name}, ${what}`);
    await page.screenshot({ path: join(folder, `${prefix}-${name}-${what.replace(" ", "-")}.png`), fullPage: true });
  };
}

/** No sideways scroll. */
export async function fits(page, what) {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  check(`no sideways scroll, ${what}`, wide <= room, `${wide} in ${room}`);
}

/** Whatever the keyboard comes to is seen to have the focus: an outline, or where colours are not forced a shadow. */
async function focusIsSeen(page, what) {
  // After a key the browser shows the focus of whatever has it.
  await page.keyboard.press("Tab");
  const { looked, unseen } = await page.evaluate(() => {
    const forced = matchMedia("(forced-colors: active)").matches;
    const stops = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']");
    const faults = [];
    let count = 0;
    for (const one of [...stops].filter((stop) => stop.checkVisibility()).slice(0, 120)) {
      one.focus();
      if (document.activeElement !== one) continue;
      count += 1;
      const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(one);
      const outlined = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/^rgba.*[ ,]0\)$/.test(outlineColor);
      if (!outlined && (forced || boxShadow === "none")) faults.push(one.outerHTML.slice(0, 80));
    }
    document.activeElement?.blur();
    scrollTo(0, 0);
    return { looked: count, unseen: faults };
  });
  check(`the focus is seen, ${what}`, looked > 3 && unseen.length === 0, unseen);
}

/** With the reader's colours alone nothing is lost: pictures are drawn, and what is set apart has a border. */
async function keepsItsMarks(page, what) {
  const lost = await page.evaluate(() => {
    const ground = getComputedStyle(document.body).backgroundColor;
    if (getComputedStyle(document.querySelector("header")).backgroundColor !== ground) return ["the colours are not forced"];
    const shows = (colour) => colour !== "none" && colour !== ground && !/^rgba.*[ ,]0\)$/.test(colour);
    const faults = [];
    for (const picture of document.querySelectorAll("main svg")) {
      const shapes = [...picture.querySelectorAll("path, circle, rect, line, polygon")].map((shape) => getComputedStyle(shape));
      if (!shapes.some(({ fill, stroke }) => shows(fill) || shows(stroke))) faults.push(picture.outerHTML.slice(0, 120));
    }
    const apart = ".button, button, .tag, .verdict-word, .problems, .wrong, .note, .card, .finding, textarea, select, input[type=text], input[type=password], input[type=file]";
    for (const one of [...document.querySelectorAll(apart)].filter((it) => it.checkVisibility())) {
      const style = getComputedStyle(one);
      const bordered = ["Top", "Left"].some((side) => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none" && shows(style[`border${side}Color`]));
      if (!bordered) faults.push(one.outerHTML.slice(0, 120));
    }
    return faults;
  });
  check(`nothing is lost, ${what}`, lost.length === 0, lost);
}

/** What every page has to be: within reach of axe, of a narrow window, of a thumb, and of a keyboard. */
export async function accessible(page, what) {
  const forced = what.includes("forced");
  // Chromium forgets the palette at the next page, though the media query goes on saying that colours are forced.
  if (forced) for (const forcedColors of ["none", "active"]) await page.emulateMedia({ forcedColors });
  await runAxe(page, what);
  await fits(page, what);
  if (forced) await keepsItsMarks(page, what);
  if (what.includes("1280")) await focusIsSeen(page, what);
  const { looked, small } = await page.evaluate(() => {
    // A link within a sentence is as high as its text (WCAG 2.5.8); whatever else can be pressed is a target of its own.
    const inSentence = (one) => {
      const sentence = one.matches("a") && one.closest("p")?.cloneNode(true);
      if (!sentence) return false;
      sentence.querySelectorAll("a").forEach((link) => link.remove());
      return /\p{L}/u.test(sentence.textContent);
    };
    const size = (one) => {
      const label = one.closest("label") ?? (one.id ? document.querySelector(`label[for="${CSS.escape(one.id)}"]`) : null);
      const boxes = [one, label].filter(Boolean).map((part) => part.getBoundingClientRect());
      return [Math.max(...boxes.map((box) => box.width)), Math.max(...boxes.map((box) => box.height))];
    };
    const all = [...document.querySelectorAll("a[href], button, select, textarea, input:not([type=hidden]), summary")];
    const targets = all.filter((one) => one.checkVisibility() && !inSentence(one));
    const tooSmall = targets.filter((one) => Math.min(...size(one)) < 43.5);
    return { looked: targets.length, small: tooSmall.map((one) => `${one.outerHTML.slice(0, 80)} ${size(one)}`) };
  });
  check(`targets are 44 pixels wide and high, ${what}`, looked > 4 && small.length === 0, small);
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
