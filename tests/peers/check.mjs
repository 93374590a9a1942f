// The count of what held, which every script here keeps and says in one form.

let [passed, failed] = [0, 0];

/** Counts one thing that has to hold, and says it where it does not, with what was seen instead. */
export function check(what, holds, seen = "") {
  if (holds) {
    passed += 1;
    return;
  }
  failed += 1;
  const shown = typeof seen === "string" ? seen : seen instanceof Error ? seen.stack : JSON.stringify(seen);
  console.log(`FAILED ${what} ${(shown ?? "").slice(0, 4000)}`);
}

/** Says how many held, and ends the script: a script in which nothing was looked at has failed. */
export function end(name) {
  console.log(`${name}: ${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}
