// GitHub's packages import JSON as bundlers allow it, without the attribute that Node wants: a hook for node:module's register().
import { readFile } from "node:fs/promises";

export async function load(url, context, next) {
  if (!url.endsWith(".json")) return next(url, context);
  return { format: "json", shortCircuit: true, source: await readFile(new URL(url)) };
}
