/** A grader of its own, to be killed in the middle: judges one answer that never ends, in the sandbox that it is told. */

import { openPool } from "../../../grader/run/pool.js";
import { type SandboxKind, sandboxKinds } from "../../../grader/sandbox/kind.js";
import { built, suiteFile } from "../arrange.js";

const [word, spinning] = process.argv.slice(2);
const sandbox: SandboxKind = sandboxKinds.find((kind) => kind === word) ?? "default";
const limits = { callMs: 300_000, exerciseMs: 300_000, memoryMiB: 128 };
const endless = "it('a', graded({}, async () => { await answer.f(); for (;;); }))";
await openPool(1, { sandbox }).run({
  exercise: "01-basics/double",
  limits,
  answer: await built(spinning === "suite" ? "const f = () => 1" : "const f = () => { for (;;); }"),
  uses: [],
  suites: [{ file: suiteFile(endless), hidden: false, seed: "11".repeat(32) }],
});
