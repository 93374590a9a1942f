// Opens the explorer in a real browser and uses it by keyboard: node explorer.mjs http://127.0.0.1:8080 [FOLDER]
//
// FOLDER is where screenshots go. Chromium is the system's own: /usr/bin/chromium, or what CHROMIUM names.

import { join } from "node:path";
import { begin, check, end, fits, runAxe as accessible, withPage as inBrowser } from "./browser.mjs";

const { base, folder } = begin("explorer");

// A query that is refused has a status that browsers report; it is asked for on purpose.
const withPage = (options, use) =>
  inBrowser(base, options, async (page, context) => {
    await page.goto(`${base}/explore`);
    await page.waitForFunction(() => document.querySelectorAll("#docs li").length > 5);
    await use(page, context);
  }, { silent: /status of 400/ });

/** Runs what is in the query field by keyboard and gives the answer shown. */
async function run(page) {
  await page.evaluate(() => { document.getElementById("status").textContent = ""; });
  await page.locator("#query").focus();
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction(() => /Status|answer/.test(document.getElementById("status").textContent));
  const shown = await page.locator("#result").textContent();
  try {
    return JSON.parse(shown);
  } catch {
    return { unreadable: shown };
  }
}

async function examples(page) {
  const titles = await page.locator("#examples option").allTextContents();
  check("there are examples", titles.length >= 5, titles);
  for (const [index, title] of titles.entries()) {
    await page.locator("#examples").focus();
    await page.locator("#examples").selectOption(String(index));
    const answer = await run(page);
    const payload = Object.values(answer.data ?? {})[0];
    const wrong = payload?.userErrors?.length || (payload && "outcome" in payload && !payload.outcome);
    check(`the example "${title}" has data`, answer.data && !answer.errors && payload && !wrong, answer);
  }
  await page.locator("#examples").selectOption("0");
  const answer = await run(page);
  const outcome = answer.data?.recommendPathways?.outcome;
  check("a person six months in gets pathways", outcome?.pathways?.[0]?.steps?.length > 0, answer);
  check("what it costs is said", /cost \d+ points/.test(await page.locator("#status").textContent()));
}

async function documentation(page) {
  await page.locator("#search").fill("alsoNeeded");
  await page.waitForFunction(() => /\d+ found/.test(document.getElementById("found").textContent));
  check("a field is found", (await page.locator("#docs").textContent()).includes("Pathways.alsoNeeded"));
  // By keyboard: to the first type among what is found, and into it.
  await page.keyboard.press("Tab");
  check("Tab leads to a type", await page.evaluate(() => document.activeElement.classList.contains("type")));
  const name = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press("Enter");
  const heading = await page.locator("#docs h3").textContent();
  check("Enter opens its description", heading.startsWith(`${name},`), heading);
}

/** A message over the limit: a browser that is still sending it hears why the connection was closed. */
async function tooLong(page) {
  const closed = await page.evaluate((address) => new Promise((resolve) => {
    const socket = new WebSocket(address, "graphql-transport-ws");
    socket.onopen = () => socket.send(JSON.stringify({ type: "connection_init" }));
    socket.onmessage = () => socket.send("x".repeat(20_000_000));
    socket.onclose = ({ code }) => resolve(code);
  }), `${base.replace("http", "ws")}/graphql/subscriptions`);
  check("a message that is too long closes a subscription with 1009", closed === 1009, String(closed));
}

async function mistakes(page) {
  await page.locator("#query").fill("{ nothingOfThatName }");
  const answer = await run(page);
  check("a mistake is shown as an error", answer.errors?.length === 1, answer);
  check("and marked", (await page.locator("#status").getAttribute("class")) === "wrong");
  await page.locator("#examples").selectOption("2");
  await page.locator("#variables").fill("{");
  await page.locator("#query").focus();
  await page.keyboard.press("Control+Enter");
  const said = await page.locator("#status").textContent();
  check("and no answer is left standing", (await page.locator("#result").textContent()) === "");
  check("variables that are no JSON are not sent", said.includes("Nothing was sent"), said);
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 320]) {
    const what = `${colorScheme} at ${width}`;
    await withPage({ colorScheme, viewport: { width, height: 900 } }, async (page, context) => {
      await accessible(page, `${what}, opened`);
      await fits(page, `${what}, opened`);
      await page.screenshot({ path: join(folder, `explorer-${colorScheme}-${width}-opened.png`), fullPage: true });
      await page.locator("#examples").selectOption("0");
      await run(page);
      await accessible(page, `${what}, answered`);
      await fits(page, `${what}, answered`);
      await page.screenshot({ path: join(folder, `explorer-${colorScheme}-${width}-answered.png`), fullPage: true });
      await documentation(page);
      await fits(page, `${what}, documentation`);
      if (colorScheme === "light" && width === 1280) {
        await examples(page);
        await mistakes(page);
        await tooLong(page);
        await accessible(page, `${what}, mistaken`);
        await page.screenshot({ path: join(folder, `explorer-${colorScheme}-${width}-mistaken.png`), fullPage: true });
      }
      if (width === 1280 && colorScheme === "dark") await offline(page, context);
    });
  }
}

/** Without a network the schema can still be read, and asking says what is wrong. */
async function offline(page, context) {
  await context.route("**/*", (route) => route.abort());
  await page.locator("#search").fill("course");
  await page.waitForFunction(() => /\d+ found/.test(document.getElementById("found").textContent));
  await page.locator("#docs .type").first().click();
  check("the schema is read without a network", (await page.locator("#docs li").count()) > 0);
}

end("explorer");
