// Stand-ins of the three actions that a generated workflow uses: what they do to files, by the words of their own documentation. An input that the
// action does not have is a failure, as is an action that is not here.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const inputs = {
  "actions/checkout": ["repository", "ref", "token", "ssh-key", "persist-credentials", "path", "clean", "fetch-depth", "fetch-tags", "submodules", "lfs"],
  "actions/upload-artifact": ["name", "path", "if-no-files-found", "retention-days", "compression-level", "overwrite", "include-hidden-files", "archive"],
  "actions/download-artifact": ["name", "artifact-ids", "path", "pattern", "merge-multiple", "github-token", "repository", "run-id"],
};

/** Does what an action does. Returns { code, output }. */
export function actions(uses, given, run) {
  const [name, ref] = uses.split("@");
  if (!(name in inputs)) return failure(`there is no stand-in of ${name}`);
  if (!/^[0-9a-f]{40}$/.test(ref)) return failure(`${uses} is not pinned by a commit`);
  const unknown = Object.keys(given).filter((key) => !inputs[name].includes(key));
  if (unknown.length > 0) return failure(`${name} has no input ${unknown.join(", ")}`);
  return { "actions/checkout": checkout, "actions/upload-artifact": upload, "actions/download-artifact": download }[name](given, run);
}

const failure = (message) => ({ code: 1, output: `${message}\n` });
const success = { code: 0, output: "" };

/** The commit in the workspace, and nothing else in it: what a job before left is removed. */
function checkout(given, { workspace, repository, sha }) {
  const git = (...words) => spawnSync("git", ["-C", workspace, ...words], { encoding: "utf8" });
  if (!existsSync(join(workspace, ".git"))) git("init", "--quiet", "--initial-branch=none");
  const everything = given["fetch-depth"] === "0" ? ["+refs/heads/*:refs/remotes/origin/*"] : ["--depth=1"];
  for (const words of [["fetch", "--quiet", ...(everything[0] === "--depth=1" ? everything : []), `file://${repository}`, sha, ...(everything[0] === "--depth=1" ? [] : everything)], ["checkout", "--quiet", "--force", "--detach", sha], ["clean", "-ffdxq"]]) {
    const done = git(...words);
    if (done.status !== 0) return failure(done.stderr);
  }
  return success;
}

/** An artifact's files lie below the deepest directory that all paths have in common; names are taken once in a run. */
function upload(given, { workspace, work }) {
  const target = join(work, "artifacts", given.name ?? "artifact");
  const paths = given.path.split("\n").map((line) => line.trim()).filter((line) => line.length > 0).map((line) => resolve(workspace, line));
  if (paths.some((path) => /[*?[!]/.test(path))) return failure("this stand-in knows no patterns");
  const there = paths.filter((path) => existsSync(path));
  if (there.length === 0) return given["if-no-files-found"] === "error" ? failure(`no files were found at ${given.path}`) : success;
  if (existsSync(target)) {
    if (given.overwrite !== "true") return failure(`an artifact named ${given.name} already exists in this run`);
    rmSync(target, { recursive: true });
  }
  let top = paths.length === 1 && statSync(paths[0]).isDirectory() ? paths[0] : dirname(paths[0]);
  while (paths.some((path) => relative(top, path).startsWith(".."))) top = dirname(top);
  const hidden = (path) => relative(top, path).split("/").some((part) => part.startsWith("."));
  for (const path of there) {
    mkdirSync(dirname(join(target, relative(top, path))), { recursive: true });
    cpSync(path, join(target, relative(top, path)), { recursive: true, filter: (file) => given["include-hidden-files"] === "true" || !hidden(file) });
  }
  return success;
}

function download(given, { workspace, work }) {
  const source = join(work, "artifacts", given.name);
  if (!existsSync(source)) return failure(`there is no artifact named ${given.name}`);
  cpSync(source, resolve(workspace, given.path ?? "."), { recursive: true, force: true });
  return success;
}
