// The QR code of a share link, drawn by a running registry, is read by another reader: node qr.mjs PROGRAM DATABASE URL
//
// PROGRAM is the registry, DATABASE its database, URL where it serves it. The reader is jsQR, as phones' cameras: it gets squares of grey.

import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import jsQR from "jsqr";
import { check, end } from "./offline.mjs";

const [program, database, url] = process.argv.slice(2);
if (!url) {
  console.error("Say what to try: node qr.mjs PROGRAM DATABASE URL");
  process.exit(2);
}

const provider = "paper-daisy-training";
const registry = (...line) => execFileSync(program, [...line, "--database", database], { encoding: "utf8" });
try {
  registry("key", "generate", "--provider", provider);
} catch {
  // A script before this one made a key.
}
const [roster, claims] = ["roster", "claims"].map((name) => join(tmpdir(), `qr-${process.pid}-${name}.csv`));
writeFileSync(roster, `course,completed\nt3-trauma-informed-care,${new Date().toISOString().slice(0, 10)}\n`);
execFileSync(program, ["issue", roster, "--provider", provider, "--claims", claims, "--database", database], {
  env: { ...process.env, REGISTRY_ADDRESS: "https://registry.example" },
});
const claim = /#([A-Za-z0-9_-]{43})/.exec(readFileSync(claims, "utf8"))[1];
[roster, claims].forEach((file) => rmSync(file));

let cookie = "";
async function ask(path, form) {
  const answer = await fetch(url + path, {
    method: form ? "POST" : "GET",
    headers: { accept: "text/html", "sec-fetch-site": "same-origin", cookie },
    body: form && new URLSearchParams(form),
    redirect: "manual",
  });
  cookie = answer.headers.get("set-cookie")?.split(";")[0] || cookie;
  return answer.text();
}

await ask("/claim", { code: claim });
const choose = await ask("/record/share");
const value = (name) => new RegExp(`name="${name}" value="([^"]+)"`).exec(choose)?.[1] ?? "";
const made = await ask("/record/share/make", { guard: value("guard"), held: value("held"), names: "hidden", days: "7" });
const link = /id="link" value="([^"]+)"/.exec(made)?.[1].replace("&#35;", "#");
check("a link is made", link?.startsWith("https://registry.example/share#"), made.slice(0, 400));

const picture = /<svg[^>]*viewBox="0 0 (\d+) \d+"[^>]*>(?:(?!<\/svg>)[^])*?<path[^>]* d="(M[^"]+)"/.exec(made.slice(made.indexOf("<main")));
check("the page holds a picture", picture, made);
const [side, path] = [Number(picture[1]), picture[2]];

/** The picture as a camera sees it: so many dots for a square, dark grey on light. */
function dots(path, side, scale, dark = 40, light = 230) {
  const data = new Uint8ClampedArray(side * side * scale * scale * 4).fill(light);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = y * scale; row < (Number(y) + 1) * scale; row += 1) {
      for (let column = x * scale; column < (Number(x) + Number(run)) * scale; column += 1) {
        data.fill(dark, (row * side * scale + column) * 4, (row * side * scale + column) * 4 + 3);
      }
    }
  }
  return jsQR(data, side * scale, side * scale, { inversionAttempts: "dontInvert" })?.data;
}

for (const scale of [3, 4, 7]) {
  check(`at ${scale} dots a square it says the link`, dots(path, side, scale) === link, dots(path, side, scale));
}
// Half of the code is not enough, so that the above says something.
check("half of it says nothing", dots(path.slice(0, path.length / 2), side, 4) !== link);
end("QR code");
