import { join } from "node:path";
import { mustRun, run } from "./child.js";
import { type Folders, venvPython } from "./folders.js";
import { SetupProblem } from "./problem.js";
import { during, type Say } from "./progress.js";
import type { Python } from "./python.js";
import { findUv } from "./uv.js";

/** Where and with what to install. */
export interface Site {
  readonly folders: Folders;
  readonly python: Python;
  /** Of the programs that install. */
  readonly env: NodeJS.ProcessEnv;
  readonly say: Say;
}

/** Makes .venv, which must not exist, with exactly what setup/requirements.txt lists. */
export const installJupyterLab = async (site: Site): Promise<void> => {
  await makeVenv(site, ["--without-pip"]);
  const uv = await findUv(site);
  if (uv !== undefined && (await installWithUv(site, uv))) return;
  await installWithPip(site);
};

const installWithUv = async (site: Site, uv: string): Promise<boolean> => {
  const command = [
    uv,
    "pip",
    "install",
    "--python",
    venvPython(site.folders.venv),
    "--require-hashes",
    "--only-binary",
    ":all:",
    "--compile-bytecode",
    "-r",
    requirements(site),
  ];
  const ended = await during(site.say, "installing JupyterLab (once, 170 MB, about 20 s)", () => run({ command, env: site.env }));
  if (ended.code !== 0) site.say("  … uv could not, so pip shall");
  return ended.code === 0;
};

const installWithPip = async (site: Site): Promise<void> => {
  if (!site.python.hasEnsurepip) throw new SetupProblem(noPip(site.python));
  const python = venvPython(site.folders.venv);
  await during(site.say, "making .venv with pip (once, about 15 s)", () => makeVenv(site, ["--clear"]));
  const command = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:", "-r", requirements(site)];
  await during(site.say, "installing JupyterLab with pip (once, 230 MB, about 2 minutes)", () =>
    mustRun({ command, env: site.env }, "JupyterLab could not be installed; check the network and the free disk space (500 MB) and run npm start again"),
  );
};

const makeVenv = ({ python, folders, env }: Site, args: readonly string[]): Promise<void> =>
  mustRun(
    { command: [python.executable, "-m", "venv", ...args, folders.venv], env },
    `${python.executable} could not make ${folders.venv}; see above for the reason, or name another Python in the environment variable PYTHON`,
  );

const requirements = ({ folders }: Site): string => join(folders.root, "setup", "requirements.txt");

const noPip = ({ executable, hasPip }: Python): string => {
  const why = hasPip ? "could not get uv with its pip, and has no ensurepip" : "has neither pip nor ensurepip";
  return `${executable} ${why}, so nothing can be installed; on Debian and Ubuntu run: sudo apt install python3-venv, and then npm start again`;
};
