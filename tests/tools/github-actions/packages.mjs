// Imports from a directory of installed packages that does not lie above these scripts.
import { createRequire, register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

register("./json.mjs", import.meta.url);

export const packages = (tools) => ({
  load: (path) => import(pathToFileURL(join(tools, "node_modules", path)).href),
  require: createRequire(join(tools, "node_modules", "x.cjs")),
});
