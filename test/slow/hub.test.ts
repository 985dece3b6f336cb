/**
 * A real JupyterHub for three real system users with the configuration of examples/hub, over its API and the kernels' websockets. Prints what
 * a user weighs, beside stock tslab's kernel in the same run. Linux, as root; what is missing is fetched into .cache/hub.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { median, table } from "../../bench/measure.js";
import { courseRoot } from "../../grader/course.js";
import { sleep, stockSpec } from "../kernel/kernel.js";
import { addUser, type Hub, type HubKernel, hubPrefix, hubProxy, installHub, processesOf, type Running, removeUser, runAs, startHub } from "./hub.js";

const id = "01-one-key/flip";
const notebook = "notebooks/01-one-key.ipynb";
const cellOf = (path: string): string =>
  `// exercise: ${id}\n${readFileSync(join(courseRoot, "solutions", id, path), "utf8")
    .replace(/^\/\/ (hint|caught by): .*\n/gm, "")
    .replace(/^export /gm, "")}`;
const stub = "function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {\n  return box;\n}";
const endless = "function flip(): Uint8Array {\n  for (;;);\n}";

/** Each with an answer of her own. */
const answers = { ada: cellOf("answer.ts"), bilal: cellOf("mistakes/forgets-the-cipher-byte.ts"), chiara: `// exercise: ${id}\n${stub}` };
type Name = keyof typeof answers;
const names = Object.keys(answers) as Name[];
const login = (name: Name): string => `session-keys-${name}`;
const each = <T>(use: (name: Name) => Promise<T>): Promise<T[]> => Promise.all(names.map(use));

const isKernel = ({ command }: Running): boolean => /dist\/kernel\/main\.js|tslab\/bin\/tslab/.test(command);
const isServer = ({ command }: Running): boolean => /jupyterhub-singleuser/.test(command);

describe("a JupyterHub whose users share one course", function () {
  this.timeout(900_000);
  const root = mkdtempSync(join(tmpdir(), "session-keys-hub-"));
  const course = join(root, "course");
  const uids = new Map<Name, number>();
  const kernels = new Map<Name, HubKernel>();
  const weights = new Map<string, Running[]>();
  const uid = (name: Name): number => uids.get(name) ?? -1;
  const home = (name: Name, ...path: string[]): string => join(root, "homes", name, ...path);
  const kernel = (name: Name): HubKernel => kernels.get(name) as HubKernel;
  const api = (name: Name, path: string): string => `/user/${login(name)}/api/${path}`;
  const note = (what: string, name: Name, which: (one: Running) => boolean = () => true): void => {
    weights.set(what, [...(weights.get(what) ?? []), sum(processesOf(uid(name)).filter(which))]);
  };
  let hub: Hub;
  let untouched = "";

  before(async function () {
    const why = process.platform !== "linux" || process.getuid?.() !== 0 ? "needs Linux and root, for three system users" : installHub();
    if (why !== undefined) {
      process.stdout.write(`skipped: JupyterHub: ${why}\n`);
      this.skip();
    }
    chmodSync(root, 0o755);
    mkdirSync(join(root, "homes"));
    for (const name of names) uids.set(name, addUser(login(name), home(name)));
    for (const program of [process.execPath, join(hubPrefix, "bin", "python")]) {
      const { status, error, stderr } = runAs(uid("ada"), program, "--version");
      if (status === 0) continue;
      process.stdout.write(`skipped: JupyterHub: other users cannot run ${program} (${error?.message ?? stderr.trim()})\n`);
      this.skip();
    }
    // What docs/homes.md asks of an administrator.
    execFileSync(process.execPath, [join(courseRoot, "dist", "grader", "cli.js"), "release", "--out", course, "--lessons", "01-one-key"], { stdio: "pipe" });
    execFileSync("npm", ["run", "--silent", "share", "--", hubPrefix], { cwd: course, stdio: "pipe" });
    const stock = join(root, "stock", "kernels", "stock");
    mkdirSync(stock, { recursive: true });
    const argv = stockSpec.argv.map((word) => word.replace(courseRoot, course));
    writeFileSync(join(stock, "kernel.json"), JSON.stringify({ ...stockSpec, argv }));
    untouched = printOf(course);
    mkdirSync(join(root, "hub"), { mode: 0o700 });
    hub = await startHub({ folder: join(root, "hub"), course, users: names.map(login), stock: join(root, "stock") });
  });

  after(async () => {
    if (hub?.process.exitCode === null) hub.process.kill("SIGKILL");
    for (const name of names) {
      for (const { pid } of processesOf(uid(name))) process.kill(pid, "SIGKILL");
      await sleep(200);
      removeUser(login(name));
    }
    rmSync(root, { recursive: true, force: true });
  });

  it("starts a server for each, with her own folder", async () => {
    const readyMs = await each(async (name) => {
      const started = performance.now();
      expect((await hub.ask("POST", `/hub/api/users/${login(name)}/server`)).status).to.be.oneOf([201, 202]);
      await until(async () => (await hub.ask("GET", api(name, "status"))).status === 200, `the server of ${name}`);
      return performance.now() - started;
    });
    process.stdout.write(`      three servers at once are ready after ${readyMs.map((ms) => (ms / 1000).toFixed(1)).join(", ")} s\n`);
    weights.set("hub and proxy, once", [sum(processesOf(0).filter(({ pid, command }) => pid === hub.process.pid || command.includes(hubProxy)))]);
    for (const name of names) {
      note("server (JupyterLab)", name, isServer);
      const { status, body } = await hub.ask("GET", api(name, `contents/${notebook}`));
      expect([status, (body as { content: { cells: unknown[] } }).content.cells.length > 20]).to.deep.equal([200, true]);
    }
  });

  it("weighs stock tslab's kernels", async () => {
    await each(async (name) => {
      const { body } = await hub.ask("POST", api(name, "kernels"), { name: "stock", path: notebook });
      const { id: kernelId } = body as { id: string };
      const stock = await hub.kernel(login(name), kernelId);
      expect((await stock.run("1 + 1")).text).to.equal("2\n");
      await stock.run("const two = 1 + 1; two");
      await sleep(3000);
      note("stock kernel, two small cells", name, isKernel);
      stock.close();
      await hub.ask("DELETE", api(name, `kernels/${kernelId}`));
      await until(async () => !processesOf(uid(name)).some(isKernel), "the end of a stock kernel");
    });
  });

  it("opens the notebook with the course's kernel", async () => {
    await each(async (name) => {
      const { status, body } = await hub.ask("POST", api(name, "sessions"), { path: notebook, type: "notebook", name: "", kernel: { name: "tslab" } });
      expect(status).to.equal(201);
      kernels.set(name, await hub.kernel(login(name), (body as { kernel: { id: string } }).kernel.id));
      expect((await kernel(name).run("1 + 1")).text).to.equal("2");
      await kernel(name).run("const two = 1 + 1; two");
      await sleep(3000);
      note("our kernel, two small cells", name, isKernel);
    });
  });

  it("runs the cells of the lesson up to the first exercise", async () => {
    await each(async (name) => {
      const { body } = await hub.ask("GET", api(name, `contents/${notebook}`));
      const { cells } = (body as { content: { cells: { cell_type: string; id: string; source: string }[] } }).content;
      const codes = cells
        .slice(
          0,
          cells.findIndex((cell) => cell.id === "flip-answer"),
        )
        .filter((cell) => cell.cell_type === "code");
      expect(codes.length).to.be.above(5);
      for (const { id: cell, source } of codes) expect((await kernel(name).run(source)).error, `${name}, cell ${cell}`).to.equal(undefined);
    });
  });

  it("judges each one's own answer", async () => {
    const shown = await each(async (name) => {
      // As the page saves it.
      const { body } = await hub.ask("GET", api(name, `contents/${notebook}`));
      const model = body as { content: { cells: { id: string; source: string }[] } };
      for (const cell of model.content.cells) if (cell.id === "flip-answer") cell.source = answers[name];
      expect((await hub.ask("PUT", api(name, `contents/${notebook}`), { ...model, type: "notebook" })).status).to.equal(200);
      expect((await kernel(name).run(answers[name])).error).to.equal(undefined);
      const { html } = await kernel(name).run(`import { check } from "@session-keys/kit";\nawait check("${id}");`);
      note("our kernel, noble and a check, with its workers", name, (one) => !isServer(one));
      note("user, after a check", name);
      return html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
    });
    expect(shown[0]).to.match(/Change a letter you cannot read (\d+) of \1 points/);
    expect(shown[1]).to.contain("Your bytes hold the difference");
    expect(shown[2]).not.to.contain("Your bytes hold the difference");
    for (const text of shown) expect(text).not.to.match(/our fault|\.\.\//);
  });

  it("keeps each one's answers and state to herself", async () => {
    for (const name of names) {
      const others = names.filter((other) => other !== name);
      expect(readFileSync(home(name, "session-keys", notebook), "utf8")).to.contain(JSON.stringify(answers[name].split("\n")[3]).slice(1, -1));
      expect(readdirSync(home(name, "session-keys", ".session-keys"))).to.include("checked.json");
      expect(filesBelow(home(name)).filter((file) => !file.includes("node_modules") && lstatSync(file).uid !== uid(name))).to.deep.equal([]);
      for (const other of others) {
        const { error } = await kernel(name).run(`(require("node:fs") as any).readFileSync(${JSON.stringify(home(other, "session-keys", notebook))})`);
        expect(error).to.contain("EACCES");
      }
    }
    // Prints of the answers that were checked.
    expect(new Set(names.map((name) => readFileSync(home(name, "session-keys", ".session-keys", "checked.json"), "utf8"))).size).to.equal(names.length);
  });

  it("lets nobody write to the shared course", async () => {
    const tries = [
      `writeFileSync("${course}/exercises/${id}/public.test.ts", "")`,
      `appendFileSync("${join(course, ".cache", "suites")}/${readdirSync(join(course, ".cache", "suites"))[0]}", "//")`,
      `writeFileSync("${course}/dist/kit/check.js", "")`,
      `rmSync("${course}/node_modules/tslab", { recursive: true })`,
      `writeFileSync("node_modules/x.js", "")`,
      `writeFileSync("../node_modules/x.js", "")`,
      `mkdirSync("${course}/notebooks/mine")`,
    ];
    for (const one of tries) expect((await kernel("ada").run(`(require("node:fs") as any).${one}`)).error, one).to.match(/EACCES|ENOENT/);
    expect(printOf(course)).to.equal(untouched);
  });

  it("leaves no process when a server is stopped while a cell loops", async () => {
    kernel("ada").send("for (;;);");
    await sleep(1000);
    expect(processesOf(uid("ada")).filter(isKernel)).to.have.length(1);
    expect((await hub.ask("DELETE", `/hub/api/users/${login("ada")}/server`)).status).to.be.oneOf([202, 204]);
    await gone("ada");
  });

  it("leaves no process when a server is killed while a check runs", async () => {
    kernel("bilal").send(`// exercise: ${id}\n${endless}`);
    kernel("bilal").send(`await check("${id}");`);
    // It gives such an answer two seconds a call.
    await sleep(1500);
    expect(processesOf(uid("bilal")).filter(({ command }) => command.includes("deno"))).not.to.have.length(0);
    process.kill(processesOf(uid("bilal")).find(isServer)?.pid ?? 0, "SIGKILL");
    await gone("bilal");
  });

  it("leaves no process when the hub itself ends", async () => {
    expect(processesOf(uid("chiara")).filter(isKernel)).to.have.length(1);
    hub.process.kill("SIGTERM");
    await until(async () => hub.process.exitCode !== null || hub.process.signalCode !== null, "the end of the hub");
    await gone("chiara");
  });

  it("has left the shared course as it was", () => {
    expect(printOf(course)).to.equal(untouched);
  });

  it("leaves folders that are graded as a class", () => {
    for (const name of names) cpSync(home(name, "session-keys", "notebooks"), join(root, "class", name, "notebooks"), { recursive: true });
    const cli = join(courseRoot, "dist", "grader", "cli.js");
    const settings = join(root, "settings.yaml");
    writeFileSync(settings, "lessons: [01-one-key]\n");
    const graded = (): string => {
      try {
        return execFileSync(process.execPath, [cli, "grade", join(root, "class"), "--settings", settings, "--format", "json"], {
          stdio: ["ignore", "pipe", "pipe"],
        }).toString();
      } catch (error) {
        // 1: some are unanswered.
        return (error as { stdout: Buffer }).stdout.toString();
      }
    };
    const { submissions } = JSON.parse(graded()) as { submissions: { name: string; outcomes: { exercise: string; points100: number; max100: number }[] }[] };
    const points = submissions.map(({ name, outcomes }) => {
      const { points100 = -1, max100 = 0 } = outcomes.find(({ exercise }) => exercise === id) ?? {};
      return [name, points100 === max100 ? "all" : points100 > 0 ? "some" : "none"];
    });
    expect(points).to.deep.equal([
      ["ada", "all"],
      ["bilal", "some"],
      ["chiara", "none"],
    ]);
  });

  it("tells what a user weighs", () => {
    const rows = [...weights].map(([what, all]) => [what, ...(["pssMiB", "rssMiB"] as const).map((key) => median(all.map((one) => one[key])).toFixed(0))]);
    process.stdout.write(
      table([["medians of three users", "PSS MiB", "RSS MiB"], ...rows])
        .split("\n")
        .map((line) => `      ${line}\n`)
        .join(""),
    );
    const pss = (what: string): number => median((weights.get(what) ?? []).map((one) => one.pssMiB));
    expect(pss("our kernel, two small cells")).to.be.below(pss("stock kernel, two small cells"));
  });

  async function gone(name: Name): Promise<void> {
    await until(
      async () => processesOf(uid(name)).length === 0,
      `the end of all processes of ${name}`,
      () => JSON.stringify(processesOf(uid(name))),
    );
  }
});

const sum = (all: readonly Running[]): Running => ({
  pid: 0,
  command: "",
  rssMiB: all.reduce((total, { rssMiB }) => total + rssMiB, 0),
  pssMiB: all.reduce((total, { pssMiB }) => total + pssMiB, 0),
});

async function until(holds: () => Promise<boolean>, what: string, more = () => ""): Promise<void> {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > 90_000) throw new Error(`${what} did not happen ${more()}`);
    await sleep(200);
  }
}

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? [path, ...filesBelow(path)] : [path];
      })
    : [];

/** Of all that is in a folder: names, kinds, owners and rights; contents too, but of packages only sizes and times. */
function printOf(folder: string): string {
  const hash = createHash("sha256");
  for (const path of filesBelow(folder).sort()) {
    const { mode, uid, gid, size, mtimeMs } = lstatSync(path);
    const isText = (mode & 0o170000) === 0o100000 && !path.includes("node_modules");
    hash.update(`${path} ${mode} ${uid} ${gid} ${isText ? readFileSync(path).toString("base64") : `${size} ${mtimeMs}`}\n`);
  }
  return hash.digest("hex");
}
