/**
 * The first file of every command: `node setup/bootstrap.mjs dist/<command>.js [arguments]`.
 * Makes the course runnable (packages, build), then runs the command in this same process. Plain JavaScript without
 * dependencies, because nothing is installed or built yet. stdout belongs to the command: this writes to stderr only.
 */
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureBuilt } from "./built.mjs";
import { describeFailure, isFromSystem } from "./failure.mjs";
import { nodeProblem } from "./node-version.mjs";
import { ensurePackages } from "./packages.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const say = (line) => process.stderr.write(`${line}\n`);

const prepare = () => {
  ensurePackages(root, say);
  ensureBuilt(root, say);
};

const main = async () => {
  const problem = nodeProblem(process.versions.node);
  if (problem !== undefined) return stop(problem);
  try {
    prepare();
  } catch (error) {
    if (isFromSystem(error)) return stop(describeFailure("the course could not be prepared", error.message, "run the same command again"));
    if (error.name !== "SetupProblem") throw error;
    return stop(error.message);
  }
  const target = resolve(root, process.argv[2]);
  process.argv.splice(1, 2, target);
  await import(pathToFileURL(target).href);
};

const stop = (sentence) => {
  say(sentence);
  process.exitCode = 3;
};

// No await: a Node that is too old for it would not get to say so.
main().catch((error) => {
  process.nextTick(() => {
    throw error;
  });
});
