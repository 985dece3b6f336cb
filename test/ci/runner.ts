/** Plays a GitHub runner: as much of it as our own workflows use, and it refuses what it does not know. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

export interface Annotation {
  readonly kind: "error" | "warning" | "notice";
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

export interface JobRun {
  readonly conclusion: "success" | "failure";
  /** As the page would show them: at most ten of a kind and step. */
  readonly annotations: readonly Annotation[];
  /** Commands that the runner took for such, of any name. */
  readonly commands: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: string;
  /** The job's folder, GITHUB_WORKSPACE. */
  readonly workspace: string;
}

export interface Playing {
  /** Name of a repository → its folder, a git repository. "" is the one of the workflow. */
  readonly repositories: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  /** What the machine has beside the workflow's own variables. */
  readonly env?: Readonly<Record<string, string>>;
}

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly "working-directory"?: string;
}

interface Job {
  readonly strategy?: { readonly matrix?: Readonly<Record<string, readonly number[]>> };
  readonly steps: readonly Step[];
}

/** Runs each job of the workflow, once for each value of its matrix. */
export function playWorkflow(file: string, playing: Playing): JobRun[] {
  const { jobs } = parse(readFileSync(file, "utf8")) as { jobs: Record<string, Job> };
  const artifacts = mkdtempSync(join(tmpdir(), "artifacts-"));
  return Object.values(jobs).flatMap((job) => {
    const [name, values = [undefined]] = Object.entries(job.strategy?.matrix ?? {})[0] ?? [];
    return values.map((value) =>
      playJob(
        job,
        { ...playing, artifacts },
        {
          inputs: playing.inputs ?? {},
          matrix: name === undefined ? {} : { [name]: String(value) },
          secrets: { CLASS_TOKEN: "token" },
          strategy: { "job-total": String(values.length) },
          github: { ref: "refs/heads/main" },
        },
      ),
    );
  });
}

type Contexts = Readonly<Record<string, Readonly<Record<string, string>>>>;

function playJob(job: Job, { repositories, artifacts, env = {} }: Playing & { readonly artifacts: string }, contexts: Contexts): JobRun {
  const workspace = mkdtempSync(join(tmpdir(), "runner-"));
  const outputs: Record<string, string> = {};
  const annotations: Annotation[] = [];
  const commands: string[] = [];
  let [summary, log, failed] = ["", "", false];
  for (const step of job.steps) {
    if (failed) break;
    if (step.uses !== undefined) use(step, { workspace, repositories, artifacts }, contexts);
    else {
      const played = run(step, { workspace, env }, contexts);
      failed = played.status !== 0;
      Object.assign(outputs, played.outputs);
      annotations.push(...shown(played.seen));
      commands.push(...played.names);
      summary += played.summary;
      log += played.log;
    }
  }
  return { conclusion: failed ? "failure" : "success", annotations, commands, outputs, summary, log, workspace };
}

interface Around {
  readonly workspace: string;
  readonly repositories: Playing["repositories"];
  readonly artifacts: string;
}

function use({ uses = "", with: given = {} }: Step, { workspace, repositories, artifacts }: Around, contexts: Contexts): void {
  const value = (name: string): string | undefined => (given[name] === undefined ? undefined : evaluate(String(given[name]), contexts));
  if (uses === "actions/checkout@v4") {
    const from = repositories[value("repository") ?? ""];
    if (from === undefined) throw new Error(`there is no repository "${value("repository")}"`);
    execFileSync("git", ["clone", "--quiet", from, join(workspace, value("path") ?? ".")], { stdio: "ignore" });
  } else if (uses === "actions/upload-artifact@v4") {
    cpSync(join(workspace, value("path") ?? ""), join(artifacts, value("name") ?? "artifact"), { recursive: true });
  } else if (uses === "actions/download-artifact@v4") {
    const prefix = (value("pattern") ?? "*").replace(/\*$/, "");
    for (const name of readdirSync(artifacts).filter((one) => one.startsWith(prefix))) {
      cpSync(join(artifacts, name), join(workspace, value("path") ?? ".", name), { recursive: true });
    }
  } else if (uses !== "actions/setup-node@v4") throw new Error(`this runner does not know ${uses}`);
}

function run(step: Step, { workspace, env: machine }: { readonly workspace: string; readonly env: Readonly<Record<string, string>> }, contexts: Contexts) {
  const folder = mkdtempSync(join(tmpdir(), "runner-files-"));
  const file = (name: string): string => {
    writeFileSync(join(folder, name), "");
    return join(folder, name);
  };
  const [output, summary, environment] = [file("output"), file("summary"), file("env")];
  const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, evaluate(text, contexts)]));
  const script = file("step.sh");
  writeFileSync(script, evaluate(step.run ?? "", contexts));
  const cwd = join(workspace, step["working-directory"] ?? ".");
  mkdirSync(cwd, { recursive: true });
  const { status, stdout } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
    cwd,
    env: {
      ...process.env,
      ...machine,
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_ENV: environment,
      ...env,
    },
    encoding: "utf8",
    maxBuffer: 64 * 2 ** 20,
  });
  const { seen, names } = readCommands(stdout);
  return { status, seen, names, log: stdout, outputs: readOutputs(readFileSync(output, "utf8")), summary: readFileSync(summary, "utf8").slice(0, 2 ** 20) };
}

/** The runner's own rules: a command begins a line, and none counts between stop-commands and its token. */
function readCommands(stdout: string): { seen: Annotation[]; names: string[] } {
  const seen: Annotation[] = [];
  const names: string[] = [];
  let token: string | undefined;
  for (const line of stdout.split(/\r?\n/)) {
    const [, name = "", properties = "", message = ""] = /^\s*::([\w-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/.exec(line) ?? [];
    if (token !== undefined) {
      if (line.trim() === `::${token}::`) token = undefined;
    } else if (name === "stop-commands") token = message;
    else if (name !== "") {
      names.push(name);
      if (name === "error" || name === "warning" || name === "notice")
        seen.push({ kind: name, properties: readProperties(properties), message: unescaped(message) });
    }
  }
  return { seen, names };
}

const unescaped = (text: string): string =>
  text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%25", "%");

const readProperties = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(",")
      .filter((pair) => pair.includes("="))
      .map((pair) => [pair.slice(0, pair.indexOf("=")).trim(), unescaped(pair.slice(pair.indexOf("=") + 1))]),
  );

const shown = (all: readonly Annotation[]): Annotation[] =>
  ["error", "warning", "notice"].flatMap((kind) => all.filter((one) => one.kind === kind).slice(0, 10));

function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const heredoc = /^(\w+)<<(.+)$/.exec(line);
    if (heredoc) {
      const end = lines.indexOf(heredoc[2] ?? "", at + 1);
      if (end < 0) throw new Error(`the output ${heredoc[1]} has no end`);
      outputs[heredoc[1] ?? ""] = lines.slice(at + 1, end).join("\n");
      at = end;
    } else if (line.includes("=")) outputs[line.slice(0, line.indexOf("="))] = line.slice(line.indexOf("=") + 1);
    else if (line !== "") throw new Error(`the runner would refuse the output line ${JSON.stringify(line)}`);
  }
  return outputs;
}

/** `${{ context.name }}`. */
function evaluate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{\s*([\w-]+)\.([\w-]+)\s*\}\}/g, (whole, context: string, name: string) => {
    const value = contexts[context]?.[name];
    if (value === undefined) throw new Error(`this runner does not know ${whole}`);
    return value;
  });
}
