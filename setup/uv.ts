import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "./child.js";
import type { Site } from "./install.js";
import { describeFailure } from "./plain.js";
import { SetupProblem } from "./problem.js";
import { during } from "./progress.js";
import { noPip } from "./python.js";

/** uv installs JupyterLab several times faster than pip. `undefined` when it is neither here nor to be had. */
export const findUv = async (site: Site): Promise<string | undefined> => {
  const target = join(site.folders.cache, "uv-program");
  for (const uv of ["uv", ...programsIn(target)]) {
    if (await answers(uv, site)) return uv;
  }
  return site.python.hasPip ? fetchUv(site, target) : undefined;
};

/** pip puts programs into bin on every system; Scripts is where older ones put them on Windows. */
const programsIn = (target: string): readonly string[] =>
  [join(target, "bin", "uv"), join(target, "bin", "uv.exe"), join(target, "Scripts", "uv.exe")].filter((path) => existsSync(path));

const answers = async (uv: string, { env }: Site): Promise<boolean> => (await run({ command: [uv, "--version"], env })).code === 0;

const fetchUv = async (site: Site, target: string): Promise<string | undefined> => {
  rmSync(target, { recursive: true, force: true });
  const lock = join(site.folders.root, "setup", "uv.txt");
  // A target is no change of the system's Python, so this also works where that is "externally managed".
  const command = [
    site.python.executable,
    "-m",
    "pip",
    "install",
    "--quiet",
    "--target",
    target,
    "--require-hashes",
    "--only-binary=:all:",
    "--no-deps",
    "-r",
    lock,
  ];
  const ended = await during(site.say, "getting uv, the installer (once, some seconds)", () => run({ command, env: site.env }));
  for (const uv of programsIn(target)) {
    if (await answers(uv, site)) return uv;
  }
  // Then there is no other way, and the reason is here, not in what Python lacks.
  if (!site.python.hasEnsurepip) throw new SetupProblem(describeFailure("uv, the installer, could not be fetched", ended.output, noPip(site.python)));
  return undefined;
};
