// Runs a workflow on this machine: node run.mjs TOOLS EVENT.json
// GitHub's own parser reads it and GitHub's own evaluator decides every expression; the shells are the real ones. What GitHub's servers and the
// program on the runner do is done here: the order of jobs, the gate of environments, secrets by environment, a workspace and a temporary directory
// of each runner that outlive a job, and the three actions of actions.mjs. Not done: containers, matrices, outputs, cancelling, time limits.
// EVENT.json: { workflow, repository, work, event, branch, ref, sha, base, inputs, vars, attempt, secrets: { ENVIRONMENT: { NAME: VALUE } },
//               reviewed: [ENVIRONMENT, …] (environments with required reviewers), approved: [ENVIRONMENT, …], environment: { NAME: VALUE } }
// One line of JSON for each job, in the order that they ran, and one for the run. Logs of jobs are in WORK/logs, artifacts in WORK/artifacts.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { actions } from "./actions.mjs";
import { packages } from "./packages.mjs";

const [tools, eventFile] = process.argv.slice(2);
const run = JSON.parse(readFileSync(eventFile, "utf8"));
const { load } = packages(tools);
const { parseWorkflow, NoOperationTraceWriter, convertWorkflowTemplate, isBasicExpression, isMapping, isSequence } = await load("@actions/workflow-parser/dist/index.js");
const { Lexer, Parser, Evaluator, data } = await load("@actions/expressions/dist/index.js");

const parsed = parseWorkflow({ name: basename(run.workflow), content: readFileSync(run.workflow, "utf8") }, new NoOperationTraceWriter());
const template = parsed.value && (await convertWorkflowTemplate(parsed.context, parsed.value));
const refused = parsed.context.errors.getErrors().map((error) => error.message).concat((template?.errors ?? []).map((error) => error.Message));
if (refused.length > 0) {
  console.log(JSON.stringify({ run: "refused", refused }));
  process.exit(2);
}

/** The value of an expression, by GitHub's evaluator. */
function evaluate(expression, contexts, functions = {}) {
  const defined = Object.entries(functions).map(([name, call]) => ({ name, description: "", minArgs: 0, maxArgs: 255, call: () => new data.BooleanData(call()) }));
  const tree = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), defined).parse();
  const values = JSON.parse(JSON.stringify(contexts), data.reviver);
  return new Evaluator(tree, values, new Map(defined.map((one) => [one.name, one]))).evaluate();
}

const truthy = (value) => !["false", "", "0"].includes(value.coerceString());

/** A value of the workflow with its expressions evaluated: text, list or mapping. */
function value(token, contexts) {
  if (!token) return undefined;
  if (isMapping(token)) return Object.fromEntries([...token].map((pair) => [value(pair.key, contexts), value(pair.value, contexts)]));
  if (isSequence(token)) return [...token].map((item) => value(item, contexts));
  return isBasicExpression(token) ? evaluate(token.expression, contexts).coerceString() : token.toString();
}

const root = parsed.value;
const at = (token, ...keys) => keys.reduce((now, key) => (now && isMapping(now) ? now.find(key) : undefined), token);
const github = {
  event_name: run.event, ref: run.ref, ref_name: run.ref.replace(/^refs\/(heads|tags)\//, ""), sha: run.sha, run_id: "1", run_attempt: String(run.attempt ?? 1),
  base_ref: run.base ?? "", head_ref: run.base ? run.branch : "", repository: "cloud/site", workflow: "deploy", event: {},
};
const common = { github, vars: run.vars ?? {}, inputs: run.inputs ?? {} };

/** Whether the event starts the workflow at all. */
function triggered() {
  const wanted = template.events[run.event];
  if (wanted === undefined) return false;
  return run.event !== "push" || !wanted.branches || wanted.branches.includes(run.branch);
}

// What is not done here must not pass as done.
const known = ["name", "needs", "if", "runs-on", "environment", "concurrency", "timeout-minutes", "permissions", "env", "defaults", "steps"];
for (const { key, value: job } of at(root, "jobs")) {
  const unknown = [...job].map((pair) => pair.key.toString()).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.log(JSON.stringify({ run: "refused", refused: [`this runner knows no ${unknown.join(", ")} (${key})`] }));
    process.exit(2);
  }
}

const results = new Map(); // job: success, failure, skipped or waiting
const left = (folder) => (existsSync(folder) ? readdirSync(folder) : []);

function runJob(job) {
  const id = job.id.value;
  const needs = (job.needs ?? []).map((need) => need.value);
  const before = needs.map((need) => results.get(need));
  const contexts = { ...common, needs: Object.fromEntries(needs.map((need) => [need, { result: results.get(need), outputs: {} }])) };
  const status = { success: () => before.every((one) => one === "success"), failure: () => before.includes("failure"), always: () => true, cancelled: () => false };
  if (before.includes("waiting")) return { job: id, result: "waiting" };
  if (!truthy(evaluate(job.if.expression, contexts, status))) return { job: id, result: "skipped" };

  const named = value(job.environment, contexts);
  const environment = typeof named === "object" ? named.name : named;
  const labels = [value(job["runs-on"], contexts)].flat();
  const told = { job: id, environment, labels, concurrency: value(job.concurrency, contexts), minutes: value(at(root, "jobs", id, "timeout-minutes"), contexts) };
  if ((run.reviewed ?? []).includes(environment) && !(run.approved ?? []).includes(environment)) return { ...told, result: "waiting" };

  const secrets = { GITHUB_TOKEN: "ghs_0123456789abcdef", ...(run.secrets?.[environment] ?? {}) };
  const runner = join(run.work, "runners", labels.at(-1));
  const workspace = join(runner, "site");
  const temp = join(runner, "_temp");
  mkdirSync(workspace, { recursive: true });
  rmSync(temp, { recursive: true, force: true });
  mkdirSync(temp, { recursive: true });
  mkdirSync(join(run.work, "logs"), { recursive: true });

  const inside = { ...contexts, secrets, github: { ...github, workspace }, runner: { temp, os: "Linux" }, steps: {}, job: { status: "success" } };
  const variables = { ...value(at(root, "env"), inside), ...value(job.env, inside) };
  const shell = value(at(root, "jobs", id, "defaults", "run", "shell") ?? at(root, "defaults", "run", "shell"), inside);
  let failed = false;
  let log = "";
  const steps = [];
  for (const [index, step] of job.steps.entries()) {
    const now = { success: () => !failed, failure: () => failed, always: () => true, cancelled: () => false };
    const env = { ...variables, ...value(step.env, { ...inside, env: variables }) };
    const here = { ...inside, env };
    if (!truthy(evaluate(step.if.expression, here, now))) {
      steps.push("skipped");
      continue;
    }
    const raw = at(root, "jobs", id, "steps").get(index);
    const done = "uses" in step
      ? actions(step.uses.value, value(at(raw, "with"), here) ?? {}, { ...run, workspace })
      : runScript(value(step.run, here), value(at(raw, "shell"), here) ?? shell, value(at(raw, "working-directory"), here));
    steps.push(done.code === 0 ? "success" : "failure");
    log += done.output;
    failed ||= done.code !== 0;

    function runScript(script, how, directory) {
      // What an expression puts into a script is in the arguments of its commands, and in the script's file.
      const open = Object.values(secrets).filter((secret) => script.includes(secret.trim()));
      if (open.length > 0) return { code: 1, output: "a secret stands in the script itself\n" };
      const file = join(temp, `step-${index}.sh`);
      writeFileSync(file, script);
      const [program, ...options] = how === "bash" ? ["bash", "--noprofile", "--norc", "-eo", "pipefail"] : how ? [how] : ["bash", "-e"];
      const commands = Object.fromEntries(["ENV", "OUTPUT", "PATH", "STEP_SUMMARY"].map((name) => [`GITHUB_${name}`, join(temp, `commands-${name}`)]));
      for (const path of Object.values(commands)) writeFileSync(path, "");
      const result = spawnSync(program, [...options, file], {
        cwd: directory ? join(workspace, directory) : workspace,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          ...run.environment, ...commands, CI: "true", GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: workspace, GITHUB_SHA: run.sha, GITHUB_REF: run.ref,
          GITHUB_EVENT_NAME: run.event, GITHUB_BASE_REF: github.base_ref, GITHUB_HEAD_REF: github.head_ref, RUNNER_TEMP: temp, ...env,
        },
      });
      rmSync(file);
      const told = Object.entries(commands).filter(([, path]) => readFileSync(path, "utf8") !== "");
      for (const path of Object.values(commands)) rmSync(path);
      if (told.length > 0) return { code: 1, output: `this runner knows no ${told[0][0]}\n` };
      return { code: result.status ?? 1, output: result.stdout + result.stderr + (result.error ? `${result.error}\n` : "") };
    }
  }
  writeFileSync(join(run.work, "logs", `${id}.txt`), log);
  // What the job itself left: the runner empties the directory only afterwards.
  const leavings = left(temp);
  rmSync(temp, { recursive: true, force: true });
  return { ...told, result: failed ? "failure" : "success", steps, leavings };
}

if (!triggered()) {
  console.log(JSON.stringify({ run: "not started" }));
  process.exit(0);
}
const waiting = [...template.jobs];
while (waiting.length > 0) {
  const next = waiting.findIndex((job) => (job.needs ?? []).every((need) => results.has(need.value)));
  const [job] = waiting.splice(next, 1);
  const done = runJob(job);
  results.set(done.job, done.result);
  console.log(JSON.stringify(done));
}
const all = [...results.values()];
const whole = all.includes("failure") ? "failure" : all.includes("waiting") ? "waiting" : "success";
console.log(JSON.stringify({ run: whole }));
process.exit(whole === "failure" ? 1 : 0);
