import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { course, makeFolder, removeFolder, write } from "./course-fixture.js";

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A small project with the real bootstrap, one source, one command, and a fake npm that writes down what it was asked. */
export class BootstrapFixture {
  readonly root = makeFolder("bootstrap");
  readonly #npm = join(makeFolder("npm"), "npm-cli.js");
  readonly #log = `${this.#npm}.log`;

  constructor() {
    for (const name of ["bootstrap", "built", "doctor", "failure", "node-version", "npm", "packages", "render"]) {
      cpSync(join(course, "setup", `${name}.mjs`), join(this.root, "setup", `${name}.mjs`));
    }
    this.write("package.json", `{ "type": "module" }`);
    this.write("tsconfig.json", "{}");
    this.write("grader/a.ts", "export {};");
    this.lock({ "node_modules/mocha": { version: "12.0.3", integrity: "sha512-m" } });
    write(this.#npm, FAKE_NPM);
  }

  /** Runs the command with arguments, through the bootstrap. */
  run(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Ran {
    return this.#node(["setup/bootstrap.mjs", "dist/command.js", ...args], { npm_execpath: this.#npm, ...env });
  }

  doctor(args: readonly string[] = []): Ran {
    return this.#node(["setup/doctor.mjs", ...args], {});
  }

  #node(args: readonly string[], env: NodeJS.ProcessEnv): Ran {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: this.root,
      encoding: "utf8",
      env: { ...process.env, FAKE_LOG: this.#log, ...env },
    });
    return { code: status, stdout, stderr };
  }

  /** What npm was asked since the fixture was made. */
  npmCalls(): readonly string[] {
    return existsSync(this.#log) ? readFileSync(this.#log, "utf8").trim().split("\n") : [];
  }

  write(path: string, text: string): void {
    write(join(this.root, path), text);
  }

  lock(packages: Record<string, unknown>): void {
    this.write("package-lock.json", JSON.stringify({ packages: { "": {}, ...packages } }));
  }

  /** What npm leaves in node_modules after an installation that ended well. */
  installByHand(packages: Record<string, unknown>): void {
    this.write("node_modules/.package-lock.json", JSON.stringify({ packages }));
  }

  close(): void {
    removeFolder(this.root);
    removeFolder(join(this.#npm, ".."));
  }
}

const COMMAND = `console.log(JSON.stringify(process.argv.slice(1)));`;

// Like npm: ci empties node_modules, then fills it, and talks on both outputs.
const FAKE_NPM = `
const fs = require("node:fs");
const asked = process.argv.slice(2).join(" ");
fs.appendFileSync(process.env.FAKE_LOG, asked + "\\n");
console.log("npm says something on stdout");
console.error("npm says something on stderr");
if (process.env.FAKE_FAILS && asked.startsWith(process.env.FAKE_FAILS)) process.exit(7);
if (asked.startsWith("ci")) {
  fs.rmSync("node_modules", { recursive: true, force: true });
  fs.mkdirSync("node_modules");
  if (process.env.FAKE_INTERRUPTED) process.kill(process.pid, "SIGKILL");
} else {
  fs.mkdirSync("dist", { recursive: true });
  fs.writeFileSync("dist/command.js", ${JSON.stringify(COMMAND)});
}
`;
