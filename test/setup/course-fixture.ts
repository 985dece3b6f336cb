import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The course that these tests belong to. */
export const course = resolve(fileURLToPath(new URL("../../../", import.meta.url)));

/** An empty folder whose path has a space and letters outside ASCII. */
export const makeFolder = (name: string): string => mkdtempSync(join(tmpdir(), `session keys ä ${name} `));

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

/** A course with the real setup and an empty lock, so that its .venv needs no network. */
export const makeCourse = (): string => {
  const root = makeFolder("course");
  for (const folder of ["setup", join("grader", "sandbox")]) cpSync(join(course, "dist", folder), join(root, "dist", folder), { recursive: true });
  mkdirs(join(root, "setup"));
  write(join(root, "package.json"), `{ "type": "module" }`);
  write(join(root, "setup", "requirements.txt"), "# nothing\n");
  for (const name of ["uv.txt", "failure.mjs"]) cpSync(join(course, "setup", name), join(root, "setup", name));
  return root;
};

/** PATH with the uv that the real course has fetched, if any, so that a fixture need not fetch it again. */
export const pathWithUv = (): string => [join(course, ".cache", "uv-program", "bin"), process.env.PATH ?? ""].join(delimiter);

export const write = (path: string, text: string): void => {
  mkdirs(dirname(path));
  writeFileSync(path, text);
};

/** An environment in which everything that a program keeps for its user or for a while would land in `folder`. */
export const homeIn = (folder: string): NodeJS.ProcessEnv => {
  // The npm that runs the tests names its own folders, which would hide that an npm was started.
  const env: NodeJS.ProcessEnv = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  for (const name of HOMES) env[name] = mkdirs(join(folder, name));
  return env;
};

export const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() || !HOMES.includes(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

const HOMES = [
  "HOME",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
  "TMPDIR",
  "TEMP",
  "TMP",
  "XDG_CONFIG_HOME",
  "XDG_DATA_HOME",
  "XDG_CACHE_HOME",
  "XDG_STATE_HOME",
  "XDG_RUNTIME_DIR",
];

const mkdirs = (folder: string): string => {
  mkdirSync(folder, { recursive: true });
  return folder;
};
