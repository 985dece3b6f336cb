import fs, { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./npm.mjs";

const SOURCES = ["grader", "kit", "kernel", "setup", "test", "bench"];
const FIXTURES = join("test", "fixtures");
const STAMP = join("dist", "built.json");

/** The students' release comes built, without sources. */
const comesBuilt = (root) => !existsSync(join(root, "grader"));

/** Runs `npm run build` when a source of the course differs from what the last build saw. */
export const ensureBuilt = (root, say) => {
  if (comesBuilt(root)) return;
  const now = sources(root);
  const before = lastBuild(root);
  if (JSON.stringify(now) === JSON.stringify(before)) return;
  const gone = Object.keys(before).some((path) => !(path in now));
  // Else what was compiled from the source that is gone would still run.
  // Not imported by name: Node 12 lacks it, and must get so far as to say that it is too old.
  if (gone) fs.rmSync(join(root, "dist"), { recursive: true, force: true });
  say("building the course (some seconds) …");
  npm(root, ["run", "build"], {
    what: "the course could not be built",
    cure: "mend the source that is named below; if you changed nothing, get the course's files anew",
  });
  writeStamp(root, now);
};

/** For the doctor, who builds nothing. */
export const buildIs = (root) => {
  if (comesBuilt(root)) return existsSync(join(root, "dist", "grader", "cli.js")) ? "fine" : "missing";
  if (!existsSync(join(root, STAMP))) return "missing";
  return JSON.stringify(sources(root)) === JSON.stringify(lastBuild(root)) ? "fine" : "old";
};

/** Size and time of change of every source. An older time counts too: an unpacked archive may bring one. */
const sources = (root) => {
  const prints = { "tsconfig.json": print(join(root, "tsconfig.json")) };
  for (const folder of SOURCES) collect(root, folder, prints);
  return prints;
};

const collect = (root, folder, prints) => {
  for (const entry of entriesOf(join(root, folder))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (path !== FIXTURES && entry.name !== "node_modules") collect(root, path, prints);
    } else if (entry.name.endsWith(".ts")) prints[path] = print(join(root, path));
  }
};

const entriesOf = (folder) => {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
};

const print = (path) => {
  const { size, mtimeMs } = statSync(path);
  return `${size} ${mtimeMs}`;
};

const lastBuild = (root) => {
  try {
    return JSON.parse(readFileSync(join(root, STAMP), "utf8"));
  } catch {
    return {};
  }
};

/** With what was seen before the build, so that a change during the build is built next time. */
const writeStamp = (root, prints) => {
  mkdirSync(join(root, "dist"), { recursive: true });
  writeFileSync(join(root, STAMP), JSON.stringify(prints));
};
