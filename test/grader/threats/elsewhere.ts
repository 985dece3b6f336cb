/** Attacks that other test files try already, for the table of docs/threat-model.md. */
import type { Attack } from "./attacks.js";

export interface Elsewhere extends Pick<Attack, "attack" | "stoppedBy"> {
  readonly group: string;
  readonly hardened?: string;
  /** Below test/. */
  readonly file: string;
  /** Words of the test's title, as they stand in the file. */
  readonly title: string;
}

const row = (group: string, attack: string, stoppedBy: string, file: string, title: string, hardened?: string): Elsewhere => ({
  group,
  attack,
  stoppedBy,
  file,
  title,
  ...(hardened === undefined ? {} : { hardened }),
});

const unchanged = "grader/sandbox/unchanged.test.ts";
const walls = "grader/sandbox/walls.test.ts";
const ends = "grader/sandbox/ends.test.ts";
const calls = "grader/sandbox/calls.test.ts";
const wire = "grader/sandbox/wire.test.ts";
const hardened = "grader/sandbox/hardened.test.ts";
const memory = "grader/sandbox/memory.test.ts";
const survivors = "grader/threats/survivors.test.ts";
const build = "grader/build.test.ts";
const bounded = "RLIMIT_DATA on Linux; elsewhere the parent looks every 100 ms";

export const elsewhere: readonly Elsewhere[] = [
  row(
    "reading",
    "a hole in Deno's own permissions, to read anything",
    "nothing: Deno's permissions are the wall",
    hardened,
    "and nothing else",
    "a mount namespace of single files: Deno, its libraries, our child",
  ),
  row(
    "reading",
    "imports by every word that JavaScript has for it",
    "the build refuses every import but noble's",
    build,
    "imports that are refused, with a sentence and the place",
  ),
  row("reading", "code from text, to get past the build", "V8 makes no code from text", walls, "code from text, by eval"),
  row(
    "network",
    "a hole in Deno's own permissions, to reach the network",
    "nothing: Deno's permissions are the wall",
    hardened,
    "no network: not this machine's own",
    "an empty network namespace",
  ),
  row(
    "channels",
    "a hole in Deno's own permissions, to write",
    "RLIMIT_FSIZE=0 on Linux",
    hardened,
    "is 8 MiB that go with it",
    "read-only binds; 8 MiB of tmpfs",
  ),
  row("channels", "values kept for a later claim in the module", "a fresh instance for each claim", walls, "the values of another claim"),
  row(
    "channels",
    "patches what the same student's next exercise will find",
    "what both can reach is compared with what it was; a process that is not as it was ends",
    unchanged,
    "a method of a prototype",
  ),
  row(
    "channels",
    "and what hears the question whether it did, or a promise on the way to the answer",
    "the question is read, and first answered, by what was taken before any answer was read",
    unchanged,
    "what it is asked, where the bytes are copied",
  ),
  row("channels", "a timer that runs on in the next claim", "timers are ours, and cleared", calls, "with no timer of the claim before"),
  row("forging", "exits, by every door", "Deno.exit, process and close are gone; an exit is an end, never a pass", walls, "an exit, by Deno"),
  row(
    "forging",
    "handles with getters that throw, and names that an object has",
    "what prints an object does not call the answer",
    "grader/run.test.ts",
    "an answer cannot make the suite look guilty",
  ),
  row(
    "forging",
    "a time-out, a crash or nonsense where the suite asks for a refusal",
    "only what the answer threw is a refusal",
    "grader/run.test.ts",
    "is not satisfied by",
  ),
  row("forging", "writes a value to the wire itself", "it can only ever be its own value", ends, "a forged value is a value of the answer, and no more"),
  row("starving", "loops, awaits, microtasks and timers without end", "a deadline for each call, SIGKILL", ends, "endless microtasks"),
  row("starving", "a regular expression that backtracks", "a deadline for each call, SIGKILL", ends, "a regular expression that backtracks"),
  row(
    "starving",
    "many calls that are slow, each within its deadline",
    "a deadline for the exercise",
    "grader/run.test.ts",
    "all claims together have a limit",
  ),
  row(
    "starving",
    "a value that keeps the suite busy",
    "suites run in workers, which are killed at the deadline",
    "grader/run.test.ts",
    "a suite that hangs is ended at the deadline",
  ),
  row("exhausting", "objects without end", "V8's heap limit", ends, "objects without end"),
  row("exhausting", "buffers without end", bounded, ends, "buffers without end"),
  row("exhausting", "buffers without end, where there is no prlimit", bounded, memory, "buffers in a loop that never waits"),
  row("exhausting", "WebAssembly memory, shared memory", "both are gone from the globals", walls, "a name of the outside world"),
  row("exhausting", "a reply of more than 4 MiB", "the parent counts bytes", ends, "a result above 4 MiB"),
  row("exhausting", "a flood of prints", "the parent counts characters and lines", ends, "a flood from an answer that spoiled the child's own counting"),
  row(
    "surviving",
    "spins on when the grader is killed with SIGKILL",
    "PR_SET_PDEATHSIG on worker and Deno (Linux); RLIMIT_CPU",
    survivors,
    "an answer that spins, when the grader is killed",
    "and a pid namespace that dies with it",
  ),
  row(
    "surviving",
    "spins on when its worker is killed with SIGKILL",
    "PR_SET_PDEATHSIG on Deno (Linux); RLIMIT_CPU",
    survivors,
    "an answer that spins, when its worker is killed",
    "and a pid namespace that dies with it",
  ),
  row(
    "surviving",
    "keeps the suite busy when the grader is killed",
    "PR_SET_PDEATHSIG on the worker (Linux)",
    survivors,
    "a suite that spins, when the grader is killed",
  ),
  row(
    "trusted-side",
    "frames of no JSON, of no kind, too long, never ending",
    "one reader, which makes an end of all that it does not know",
    ends,
    "a frame that claims to be 4 GiB long",
  ),
  row("trusted-side", "random frames and values", "the same", wire, "anything that looks like a frame"),
  row("trusted-side", "hostile shapes against every suite of the course", "shape helpers before every use", "verify/verify.test.ts", "finds nothing else"),
  row("trusted-side", "a text that takes the bundler hours, or its stack", "a deadline of 2 s; a new bundler", build, "would take esbuild hours"),
  row(
    "trusted-side",
    "notebooks that are broken, odd or huge JSON",
    "cells are read as data of any shape, and bounded",
    "grader/extract.test.ts",
    "nor does any JSON value as a notebook",
  ),
  row("trusted-side", "links in a submission", "links are not followed", "grader/collect.test.ts", "a folder that is a link to elsewhere"),
  row(
    "trusted-side",
    "a zip that unpacks to more than it says, or leads out of its folder",
    "bounds while unpacking; such a zip is refused whole",
    "grader/zip.test.ts",
    "that says less than it unpacks to is refused",
  ),
  row("reports", "control characters for the terminal", "written out", "grader/report.test.ts", "a student's control characters do nothing to the terminal"),
  row(
    "reports",
    "control and direction marks in HTML",
    "written out; escaped where they are put in",
    "report/html.test.ts",
    "writes out control characters and marks that turn text around",
  ),
  row("reports", "markup in Markdown", "escaped", "report/markdown.test.ts", "lets nothing that a student wrote become a tag"),
  row("reports", "formulas in CSV", "no cell begins with one", "report/csv.test.ts", "no cell begins a formula"),
  row(
    "reports",
    "commands for GitHub's runner",
    "escaped, and the runner is told to stop listening",
    "report/github.test.ts",
    "the runner hears our commands only",
  ),
  row("reports", "characters that XML forbids", "left out or escaped", "report/junit.test.ts", "satisfies Jenkins' schema, whatever is in it"),
];
