import { join } from "node:path";
import { type Ended, mustRun, run } from "./child.js";
import { type Folders, venvPython } from "./folders.js";
import { describeFailure } from "./plain.js";
import { SetupProblem } from "./problem.js";
import { during, type Say } from "./progress.js";
import { noPip, type Python } from "./python.js";
import { findUv } from "./uv.js";

/** Where and with what to install. */
export interface Site {
  readonly folders: Folders;
  readonly python: Python;
  /** Of the programs that install. */
  readonly env: NodeJS.ProcessEnv;
  readonly say: Say;
}

const FAILED = "JupyterLab could not be installed";

/** Makes .venv, which must not exist, with exactly what setup/requirements.txt lists. */
export const installJupyterLab = async (site: Site): Promise<void> => {
  await makeVenv(site, ["--without-pip"]);
  const uv = await findUv(site);
  const byUv = uv === undefined ? undefined : await installWithUv(site, uv);
  if (byUv?.code !== 0) await installWithPip(site, byUv?.output ?? "");
};

const installWithUv = async (site: Site, uv: string): Promise<Ended> => {
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
  return ended;
};

/** @param fromUv - tells causes on which pip is silent, such as no network. */
const installWithPip = async (site: Site, fromUv: string): Promise<void> => {
  if (!site.python.hasEnsurepip) {
    const cure = noPip(site.python);
    throw new SetupProblem(fromUv === "" ? cure : describeFailure(FAILED, fromUv, cure));
  }
  const python = venvPython(site.folders.venv);
  await during(site.say, "making .venv with pip (once, about 15 s)", () => makeVenv(site, ["--clear"]));
  const command = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:", "-r", requirements(site)];
  await during(site.say, "installing JupyterLab with pip (once, 230 MB, about 2 minutes)", () =>
    mustRun({ command, env: site.env }, { what: FAILED, cure: "run the same command again", before: fromUv }),
  );
};

const makeVenv = ({ python, folders, env }: Site, args: readonly string[]): Promise<void> =>
  mustRun(
    { command: [python.executable, "-m", "venv", ...args, folders.venv], env },
    { what: `${python.executable} could not make ${folders.venv}`, cure: "name another Python in the environment variable PYTHON" },
  );

const requirements = ({ folders }: Site): string => join(folders.root, "setup", "requirements.txt");
