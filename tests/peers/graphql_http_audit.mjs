// Runs the public audit of GraphQL over HTTP against a server: node graphql_http_audit.mjs http://127.0.0.1:8080/graphql
//
// Every MUST and every SHOULD is held. A MAY is a choice, which is printed and not counted.

import { serverAudits } from "graphql-http";

const url = process.argv[2];
if (!url) {
  console.error("Say which server: node graphql_http_audit.mjs URL");
  process.exit(2);
}

let [passed, failed, choices] = [0, 0, 0];
for (const audit of serverAudits({ url })) {
  const result = await audit.fn();
  const held = /^(MUST|SHOULD)\b/.test(result.name);
  if (result.status === "ok") {
    if (held) passed += 1;
    else choices += 1;
  } else if (held) {
    failed += 1;
    console.log(`FAILED ${result.id} ${result.name}: ${result.reason}`);
  } else {
    console.log(`not taken ${result.id} ${result.name}`);
  }
}
console.log(`graphql-http audit: ${passed} passed, ${failed} failed (and ${choices} of what may be done is done)`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
