import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { describeFailure } from "./failure.mjs";

const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * Runs npm silently. Its output is shown only as part of the error.
 * @param {string} root
 * @param {string[]} args constants of ours: on Windows they pass through a shell
 * @param {{ what: string, cure: string }} failure what could not be done, and what to do about a cause that is not known
 */
export const npm = (root, args, { what, cure }) => {
  const ended = start(args, { cwd: root, encoding: "utf8", maxBuffer: MAX_OUTPUT, stdio: ["ignore", "pipe", "pipe"] });
  if (ended.status === 0) return;
  const how = ended.error ? ended.error.message : `ended with ${ended.signal || `exit code ${ended.status}`}`;
  const output = `${ended.stdout || ""}${ended.stderr || ""}`;
  throw Object.assign(new Error(describeFailure(what, output, `npm ${how}; ${cure}`)), { name: "SetupProblem" });
};

/** The npm that runs us, else the one on PATH. npm_execpath may also be yarn or pnpm: those don't know `ci`. */
const start = (args, options) => {
  const { npm_execpath: running } = process.env;
  if (running && /^npm(-cli)?\.c?js$/.test(basename(running))) return spawnSync(process.execPath, [running, ...args], options);
  // npm.cmd is a batch file, which Node starts only through a shell.
  if (process.platform === "win32") return spawnSync(`npm ${args.join(" ")}`, { ...options, shell: true });
  return spawnSync("npm", args, options);
};
