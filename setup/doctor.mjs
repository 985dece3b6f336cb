/**
 * `npm run doctor`: prints what this computer has of what the course needs. Looks only: installs, builds and asks nothing
 * of the network, so it doesn't run through bootstrap.mjs, which would mend what is to be seen. Plain JavaScript as far as
 * a fresh download goes (Node, packages, build); the rest is in examine.ts, and is left out until there is a build.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildIs } from "./built.mjs";
import { nodeProblem } from "./node-version.mjs";
import { packagesAre } from "./packages.mjs";
import { render } from "./render.mjs";

const USAGE = `usage: npm run doctor

Prints what is here of what the course needs, and a cure below what is wrong.
Changes nothing and needs no network.

exit codes: 0 all is fine, 2 wrong usage, 3 something is wrong
`;
const CURE = "npm start";
const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

const main = async (args) => {
  if (args.includes("--help") || args.includes("-h")) return print(USAGE, 0);
  if (args.length > 0) {
    process.stderr.write(`npm run doctor: "${args[0]}" is not known\n\n${USAGE}`);
    return 2;
  }
  const findings = [node(), state("npm packages", packagesAre(root)), state("build", buildIs(root)), ...(await others())];
  return print(render(findings), findings.some(({ cure }) => cure !== undefined) ? 3 : 0);
};

const print = (text, code) => {
  process.stdout.write(text);
  return code;
};

const node = () => {
  const problem = nodeProblem(process.versions.node);
  const found = { name: "Node", detail: `${process.versions.node} (${process.execPath})` };
  return problem === undefined ? { ...found, word: "fine" } : { ...found, word: "old", cure: problem };
};

const DETAILS = {
  fine: "as the course's files ask for",
  old: "from other files of the course than these",
  missing: "not here, or not finished",
};

const state = (name, word) => ({ name, word, detail: DETAILS[word], ...(word === "fine" ? {} : { cure: CURE }) });

const others = async () => {
  const file = join(root, "dist", "setup", "examine.js");
  const unknown = (detail) => [{ name: "all else", word: "unknown", detail }];
  if (nodeProblem(process.versions.node) !== undefined) return unknown("can be looked at with a newer Node");
  if (!existsSync(file)) return unknown("can be looked at when there is a build");
  const { examine } = await import(pathToFileURL(file).href);
  return examine(root);
};

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`npm run doctor itself failed; please report this:\n${error.stack}\n`);
    process.exitCode = 3;
  },
);
