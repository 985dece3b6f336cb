/** `npm start`: makes the environment when needed and runs JupyterLab on the first notebook. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEnvironment } from "./environment.js";
import { runServer } from "./jupyter.js";
import { type Options, parseOptions, usage } from "./options.js";
import { describeFailure, isFromSystem } from "./plain.js";
import { freePort } from "./port.js";
import { SetupProblem } from "./problem.js";
import { sandboxProblem } from "./sandbox.js";

const USAGE = 2;
const FAULT = 3;
const root = resolve(fileURLToPath(new URL("../../", import.meta.url)));
const say = (line: string): unknown => process.stderr.write(`${line}\n`);

const main = async (): Promise<number> => {
  const options = parseOptions(process.argv.slice(2));
  if (options.kind === "help") {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (options.kind === "usage") {
    say(`${options.message}\n\n${usage}`);
    return USAGE;
  }
  return start(options);
};

const start = async ({ browser, port }: Extract<Options, { kind: "start" }>): Promise<number> => {
  try {
    const environment = await ensureEnvironment(root, say);
    const noSandbox = sandboxProblem();
    if (noSandbox !== undefined) say(`${noSandbox}. Everything else of the course works`);
    const launch = { browser, port: port === undefined ? undefined : await freePort(port) };
    say("starting JupyterLab; leave this window open, Ctrl-C ends it");
    return await runServer(environment, launch);
  } catch (error) {
    if (error instanceof SetupProblem) say(error.message);
    else if (isFromSystem(error)) say(describeFailure("JupyterLab could not be prepared", error.message, "run the same command again"));
    else throw error;
    return FAULT;
  }
};

process.exitCode = await main();
