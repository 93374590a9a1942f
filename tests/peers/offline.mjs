// What the scripts share that try other people's verifiers: a count of what held, the embedded contexts, and a network that is shut.

import { readFileSync, readdirSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";

export { check, end } from "./check.mjs";

export const read = (path) => JSON.parse(readFileSync(path, "utf8"));

const context = (name) => read(new URL(`../../schema/contexts/${name}`, import.meta.url));

/** Everything that can be loaded by address; scripts add lists and schemas to it. */
export const documents = new Map([
  ["https://www.w3.org/ns/credentials/v2", context("credentials-v2.json")],
  ["https://w3id.org/security/data-integrity/v2", context("data-integrity-v2.json")],
  ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", context("open-badges-3.0.2.json")],
  ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", context("open-badges-3.0.3.json")],
  ["https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", context("open-badges-extensions.json")],
]);

/** What was asked of the network after it was shut and is not among the documents. */
export const asked = [];

/** From here on nothing reaches a network: `fetch` answers from the documents, and no socket connects. */
export function shutTheNetwork() {
  globalThis.fetch = (request) => {
    const address = typeof request === "string" ? request : request.url ?? String(request);
    if (documents.has(address)) {
      return Promise.resolve(new Response(JSON.stringify(documents.get(address)), { headers: { "content-type": "application/json" } }));
    }
    asked.push(address);
    return Promise.reject(new Error(`${address} was asked for`));
  };
  net.Socket.prototype.connect = (...to) => {
    asked.push(JSON.stringify(to[0]));
    throw new Error("a connection was tried");
  };
}

/** A loader of documents for a driver of `did:key`. */
export function loader(keys) {
  return async (url) => {
    const document = url.startsWith("did:key:") ? await keys.get({ url }) : documents.get(url);
    if (!document) throw new Error(`${url} was asked for`);
    return { contextUrl: null, document, documentUrl: url };
  };
}

/** The names of the files of a folder that end so, without the ending, in order. */
export const names = (folder, ending) =>
  readdirSync(folder).filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length)).sort();

/** Puts the status lists of the corpus among the documents; their names. */
export function statusLists(folder) {
  const lists = names(join(folder, "lists"), ".json").filter((name) => name.startsWith("status-"));
  for (const name of lists) {
    const list = read(join(folder, "lists", `${name}.json`));
    documents.set(list.id, list);
  }
  return lists;
}
