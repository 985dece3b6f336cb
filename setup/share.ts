/**
 * `npm run share -- PREFIX`, for the administrator of a JupyterHub: makes this students' copy ready to be used by many who may not write
 * to it, and tells the Jupyter that is installed in PREFIX of its kernel.
 */
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exerciseFiles, readCourse, courseRoot as root } from "../grader/course.js";
import { buildSuite } from "../grader/own-files.js";
import { startCompiler } from "../kernel/compiler.js";
import { writeJupyterFiles } from "./environment.js";

const USAGE =
  "usage: npm run share -- PREFIX\n\nPREFIX is where Jupyter is installed, for example /opt/jupyterhub. docs/homes.md of the instructor's checkout tells more.\n";

const [prefix, ...more] = process.argv.slice(2);
if (prefix === undefined || prefix.startsWith("-") || more.length > 0) {
  process.stderr.write(USAGE);
  process.exit(2);
}

// What a check or a kernel would make when it first needs it, and could not write.
const { exercises, solutions } = await readCourse(root);
if (solutions) {
  process.stderr.write(`${root} holds the solutions; share a release of it: npm run release -- --out DIR\n`);
  process.exit(2);
}
for (const { id } of exercises) await buildSuite(root, exerciseFiles(root, id).publicSuite);
const compiler = startCompiler();
await compiler.ask("compile", { declared: "", source: "const bytes: Uint8Array = new Uint8Array(1); bytes" });
// It keeps what it compiled five seconds after its start.
await sleep(6000);

writeJupyterFiles(root, resolve(prefix));
process.stdout.write(`${root} can be shared: ${exercises.length} exercises; the kernel is known in ${resolve(prefix)}\n`);
process.exit(0);
