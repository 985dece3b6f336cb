/** One answer in the real sandbox. */
import { before, describe } from "mocha";
import type { Limits } from "../../../grader/model.js";
import { sandboxCommand, whyNoSandbox } from "../../../grader/sandbox/command.js";
import { type SandboxKind, sandboxKinds } from "../../../grader/sandbox/kind.js";
import { openSandbox } from "../../../grader/sandbox/parent.js";
import { AnswerThrew, type Remotes, type Sandbox, SandboxEnded } from "../../../grader/sandbox/sandbox.js";
import { remotes } from "../../../grader/suite/remote.js";

export const limits: Limits = { callMs: 2000, exerciseMs: 20_000, memoryMiB: 128 };

/** Why there is no sandbox here, if so. */
export const noSandbox: string | undefined = (() => {
  try {
    sandboxCommand(limits);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
})();

/** The same claims once in each sandbox; where one is not to be had, they are skipped, and it says why. */
export function inEachSandbox(title: string, define: (kind: SandboxKind) => void): void {
  for (const kind of sandboxKinds) {
    describe(`${title} (${kind})`, function () {
      this.timeout(60_000);
      before(function () {
        const why = whyNoSandbox(kind, limits);
        if (why === undefined) return;
        process.stderr.write(`skipped: ${why}\n`);
        this.skip();
      });
      define(kind);
    });
  }
}

export interface Opened {
  /** Calls an export. */
  f(name: string, ...args: readonly unknown[]): Promise<unknown>;
  /** A new claim: the same module again, from a seed. */
  begin(seed: number): Promise<void>;
  readonly sandbox: Sandbox;
}

export interface Where {
  readonly kind?: SandboxKind;
  /** How the sandbox is opened, if not as always. */
  readonly open?: (limits: Limits, stubs: Remotes) => Promise<Sandbox>;
}

/** JavaScript as it stands; `export function` makes callable. */
export async function within<T>(code: string, use: (opened: Opened) => Promise<T>, changed: Partial<Limits> = {}, where: Where = {}): Promise<T> {
  let handle = 0;
  const stubs = remotes((call) => sandbox.call(call));
  const open = where.open ?? ((given: Limits, made: Remotes) => openSandbox(given, made, where.kind));
  const sandbox: Sandbox = await open({ ...limits, ...changed }, stubs);
  const begin = async (seed: number) => {
    handle = (await sandbox.begin(new Uint8Array(32).fill(seed), "answer")).handle;
  };
  try {
    await sandbox.load("answer", code);
    await begin(1);
    return await use({ f: (member, ...args) => sandbox.call({ target: handle, member, how: "apply", args }), begin, sandbox });
  } finally {
    sandbox.close();
  }
}

/** The result of a function body; `a`, `b` are its arguments. */
export const result = (body: string, ...args: readonly unknown[]): Promise<unknown> => resultIn({}, body, ...args);

export const resultIn = (where: Where, body: string, ...args: readonly unknown[]): Promise<unknown> =>
  within(`export async function f(a, b) { ${body} }`, ({ f }) => f("f", ...args), {}, where);

/** How a function body ends: its value, what it threw, or the cause of the end. */
export async function endOf(body: string, changed: Partial<Limits> = {}, where: Where = {}): Promise<string> {
  try {
    return `value ${String(await within(`export async function f() { ${body} }`, ({ f }) => f("f"), changed, where))}`;
  } catch (error) {
    if (error instanceof SandboxEnded) return `${error.stop.cause}: ${error.stop.message}`;
    if (error instanceof AnswerThrew) return `threw ${error.errorName}: ${error.message}`;
    throw error;
  }
}
