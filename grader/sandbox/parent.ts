/** The trusted side of the sandbox: one process, which does one thing at a time, each with a deadline; what it is to do next may be on its way already. */
import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Limits, Stop } from "../model.js";
import { type Command, sandboxCommand } from "./command.js";
import type { SandboxKind } from "./kind.js";
import { watchMemory } from "./memory.js";
import { nobleFor } from "./noble.js";
import { list, Nonsense, parseFromChild, string, whole } from "./parse.js";
import { type Chance, type FromChild, maxFrameBytes, maxLogChars, maxLogLines, type ToChild, type WireSurroundings } from "./protocol.js";
import { AnswerThrew, type Call, type FreshSurroundings, type Instance, type Remotes, type Sandbox, SandboxEnded, Unsendable } from "./sandbox.js";
import { type Baggage, decode, encode, writeBack } from "./values.js";

/** Starting Deno is ours to wait for, even on a busy machine. */
const startMs = 20_000;
const maxStderrChars = 4096;
const maxHandles = 10_000;
/** Messages on their way at once: each crossing costs two processes their turn, and a suite may have hundreds of calls. */
const maxUnderWay = 16;

type Reply = Extract<FromChild, { kind: "value" | "threw" | "unsendable" }>;
type Ready = Extract<FromChild, { kind: "ready" }>;

/** Something to be replied to. */
interface Exchange {
  /** Left out for the start, which the child speaks of unasked. */
  readonly message?: ToChild;
  readonly baggage: Baggage;
  readonly timeoutMs: number;
  readonly what: string;
  readonly resolve: (message: Reply | Ready) => void;
  readonly reject: (error: Error) => void;
}

/** What the child is doing. */
interface Turn {
  readonly deadline: NodeJS.Timeout;
  readonly endWatch: () => void;
}

/** Others may be sent before the child has replied: while it waits for a callback's value, the next message it reads must be that. */
const mayOverlap = ({ message, baggage }: Exchange): boolean => message?.kind === "call" && baggage.callbacks.length === 0;

/** @throws SandboxEnded when the process cannot be started. */
export async function openSandbox(limits: Limits, remotes: Remotes, kind: SandboxKind = "default"): Promise<Sandbox> {
  let command: Command;
  try {
    command = sandboxCommand(limits, kind);
  } catch (error) {
    throw new SandboxEnded({ cause: "sandbox", fault: "course", message: (error as Error).message });
  }
  return start(command, limits, remotes);
}

/** @throws SandboxEnded when the process cannot be started. */
export async function start(command: Command, limits: Limits, remotes: Remotes): Promise<Sandbox> {
  const sandbox = new DenoSandbox(command, limits, remotes);
  await sandbox.ready();
  return sandbox;
}

class DenoSandbox implements Sandbox {
  readonly #child: ChildProcess;
  readonly #watchMiB: number | undefined;
  readonly #limits: Limits;
  readonly #remotes: Remotes;
  #waiting: Exchange[] = [];
  /** In the order in which they are replied to; the first one's turn it is. */
  #underWay: Exchange[] = [];
  #turn: Turn | undefined;
  #ended: SandboxEnded | undefined;
  #received: Buffer[] = [];
  #receivedBytes = 0;
  #stderr = "";
  #logs: string[] = [];
  #logChars = 0;
  #isReady = false;
  #inCallback = false;
  #handles = 0;

  constructor({ file, args, cwd, env, watchMiB }: Command, limits: Limits, remotes: Remotes) {
    const child = spawn(file, args, { cwd, env, stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
    this.#child = child;
    this.#watchMiB = watchMiB;
    this.#limits = limits;
    this.#remotes = {
      make: (ref) => {
        if (++this.#handles > maxHandles) throw new Nonsense("too many objects");
        return remotes.make(ref);
      },
      handleOf: remotes.handleOf,
    };
    child.on("error", (error) => this.#end({ cause: "sandbox", fault: "course", message: `the sandbox did not start: ${error.message}` }));
    child.on("close", (code, signal) => this.#end(howItEnded(code, signal, this.#stderr)));
    child.stdin?.on("error", () => {});
    child.stderr?.on("data", (data: Buffer) => {
      if (this.#stderr.length < maxStderrChars) this.#stderr += data.toString("utf8").slice(0, maxStderrChars);
    });
    child.stdout?.on("data", (data: Buffer) => this.#receive(data));
  }

  get ended(): boolean {
    return this.#ended !== undefined;
  }

  async ready(): Promise<void> {
    await this.#exchange(undefined, { arrays: [], callbacks: [] }, startMs, "the start of the sandbox");
    this.#isReady = true;
  }

  async load(module: string, code: string): Promise<void> {
    await this.#ask({ kind: "load", module, code, noble: nobleFor(code) }, startMs, "loading the answer");
  }

  begin(seed: Uint8Array, module: string, chance: Chance = "seeded"): Promise<Instance> {
    this.#logs = [];
    this.#logChars = 0;
    this.#handles = 0;
    return this.#instance({ kind: "begin", seed: base64(seed), chance, module });
  }

  async erased(): Promise<boolean> {
    return (await this.#ask({ kind: "erased" }, startMs, "a look at what was handed out")) === true;
  }

  async isUnchanged(): Promise<boolean> {
    try {
      return (await this.#ask({ kind: "unchanged" }, this.#limits.callMs, "a look at what the answers left")) === true;
    } catch {
      this.close();
      return false;
    }
  }

  instance(module: string, given?: FreshSurroundings): Promise<Instance> {
    return this.#instance({ kind: "instance", module, ...(given ? { surroundings: onWire(given) } : {}) });
  }

  async #instance(message: ToChild): Promise<Instance> {
    const reply = await this.#ask(message, this.#limits.callMs, "reading your code from top to bottom");
    try {
      const [handle, ...functions] = list(reply);
      return { handle: whole(handle), functions: functions.map((name) => string(name)) };
    } catch (error) {
      throw this.#end(nonsense(error));
    }
  }

  call(call: Call): Promise<unknown> {
    // The answer waits for the callback, so it could never reply.
    if (this.#inCallback) return Promise.reject(new Error("a callback called the answer that is waiting for it"));
    const baggage: Baggage = { arrays: [], callbacks: [] };
    const args = call.args.map((arg) => encode(arg, this.#remotes, baggage));
    if (this.#isUnderWayWith(baggage.arrays))
      return Promise.reject(new Error("an array is given to a call while another may yet change it; give each its own, by slice()"));
    const { target, member, how } = call;
    return this.#ask({ kind: "call", target, member, how, args }, this.#limits.callMs, `the call of ${member ?? "a function"}`, baggage);
  }

  /** What a call gets must not depend on how far the one before is. */
  #isUnderWayWith(arrays: readonly Uint8Array[]): boolean {
    if (arrays.length === 0) return false;
    return [...this.#underWay, ...this.#waiting].some(({ baggage }) => baggage.arrays.some((array) => arrays.includes(array)));
  }

  takeLogs(): string[] {
    return this.#logs.splice(0);
  }

  close(): void {
    this.#end({ cause: "exit", fault: "course", message: "the sandbox is closed" });
  }

  async #ask(message: ToChild, timeoutMs: number, what: string, baggage: Baggage = { arrays: [], callbacks: [] }): Promise<unknown> {
    const reply = await this.#exchange(message, baggage, timeoutMs, what);
    return reply.kind === "ready" ? undefined : this.#settle(reply, baggage);
  }

  #settle(reply: Reply, baggage: Baggage): unknown {
    try {
      writeBack(reply.changed, baggage.arrays);
      if (reply.kind === "value") return decode(reply.value, this.#remotes);
    } catch (error) {
      throw this.#end(nonsense(error));
    }
    if (reply.kind === "unsendable") throw new Unsendable(reply.why);
    // Whether a lack of memory can be caught or ends the process is luck, so both count as the same end.
    if (reply.error.name === "RangeError" && /allocation failed/i.test(reply.error.message)) throw this.#end(outOfMemory);
    throw new AnswerThrew(reply.error.name, reply.error.message, reply.error.stack);
  }

  #exchange(message: ToChild | undefined, baggage: Baggage, timeoutMs: number, what: string) {
    return new Promise<Reply | Ready>((resolve, reject) => {
      this.#waiting.push({ ...(message ? { message } : {}), baggage, timeoutMs, what, resolve, reject });
      this.#sendNext();
    });
  }

  /** Everything queues up: who forgets an await gets the answers in order all the same. */
  #sendNext(): void {
    if (this.#ended) {
      this.#rejectAll(this.#ended);
      return;
    }
    for (let [next] = this.#waiting; next && this.#hasRoomFor(next); [next] = this.#waiting) {
      this.#waiting.shift();
      this.#underWay.push(next);
      if (next.message) this.#send(next.message);
    }
    this.#beginTurn();
  }

  #hasRoomFor(next: Exchange): boolean {
    const [first] = this.#underWay;
    return first === undefined || (this.#underWay.length < maxUnderWay && mayOverlap(first) && mayOverlap(next));
  }

  #beginTurn(): void {
    const [first] = this.#underWay;
    if (this.#turn || !first) return;
    const { what, timeoutMs } = first;
    const tooLate: Stop = { cause: "time", fault: "answer", message: `${what} took longer than ${timeoutMs / 1000} s; is there a loop that never ends?` };
    const isNow = (): boolean => this.#turn === turn;
    // Where a suite was busy meanwhile, the reply may be there unread.
    const deadline = setTimeout(() => setImmediate(() => isNow() && this.#end(tooLate)), timeoutMs);
    const turn: Turn = { deadline, endWatch: this.#watch() };
    this.#turn = turn;
  }

  #endTurn(): Exchange | undefined {
    clearTimeout(this.#turn?.deadline);
    this.#turn?.endWatch();
    this.#turn = undefined;
    return this.#underWay.shift();
  }

  #watch(): () => void {
    if (this.#watchMiB === undefined || this.#child.pid === undefined) return () => {};
    return watchMemory(this.#child.pid, this.#watchMiB, () => this.#end(outOfMemory));
  }

  #send(message: ToChild): void {
    const payload = Buffer.from(JSON.stringify(message));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(payload.length);
    // Together with what else is sent in this turn.
    this.#child.stdin?.cork();
    this.#child.stdin?.write(Buffer.concat([length, payload]));
    process.nextTick(() => this.#child.stdin?.uncork());
  }

  #receive(data: Buffer): void {
    this.#received.push(data);
    this.#receivedBytes += data.length;
    while (!this.#ended && this.#receivedBytes >= 4) {
      const [first] = this.#received;
      const all = this.#received.length === 1 && first ? first : Buffer.concat(this.#received);
      this.#received = [all];
      const length = all.readUInt32LE(0);
      if (length > maxFrameBytes) {
        this.#end({ cause: "output", fault: "answer", message: `the answer returned more than ${maxFrameBytes >> 20} MiB` });
        return;
      }
      if (all.length < 4 + length) return;
      this.#received = [all.subarray(4 + length)];
      this.#receivedBytes = all.length - 4 - length;
      this.#understand(all.subarray(4, 4 + length).toString("utf8"));
    }
  }

  #understand(text: string): void {
    const [asked] = this.#underWay;
    try {
      const message = parseFromChild(text);
      if (message.kind === "log") {
        this.#keepLog(message.text);
        return;
      }
      if (!asked || (message.kind === "ready") === this.#isReady) throw new Nonsense("a message that nobody asked for");
      if (message.kind === "callback") void this.#callBack(message, asked.baggage);
      else {
        this.#endTurn();
        asked.resolve(message);
        this.#sendNext();
      }
    } catch (error) {
      this.#end(nonsense(error));
    }
  }

  /** Bounded here too: the child's own bound is the answer's to lift. */
  #keepLog(text: string): void {
    if (this.#logs.length >= maxLogLines || this.#logChars >= maxLogChars) return;
    const kept = text.slice(0, maxLogChars - this.#logChars);
    this.#logChars += kept.length;
    this.#logs.push(kept);
  }

  async #callBack(message: Extract<FromChild, { kind: "callback" }>, baggage: Baggage): Promise<void> {
    try {
      const callback = baggage.callbacks[message.id];
      if (!callback) throw new Nonsense("a callback that was never given");
      const args = message.args.map((arg) => decode(arg, this.#remotes));
      this.#send(await this.#runCallback(callback, args, baggage));
    } catch (error) {
      this.#end(nonsense(error));
    }
  }

  async #runCallback(callback: (...args: unknown[]) => unknown, args: unknown[], baggage: Baggage): Promise<ToChild> {
    try {
      this.#inCallback = true;
      return { kind: "value", value: encode(await callback(...args), this.#remotes, { ...baggage, arrays: [] }) };
    } catch (error) {
      const { name, message } = error as Error;
      return { kind: "threw", error: { name, message, stack: "" } };
    } finally {
      this.#inCallback = false;
    }
  }

  #end(stop: Stop): SandboxEnded {
    if (this.#ended) return this.#ended;
    const started = this.#isReady || stop.fault === "course";
    this.#ended = new SandboxEnded(started ? stop : { cause: "sandbox", fault: "course", message: `the sandbox did not start: ${stop.message}` });
    this.#child.kill("SIGKILL");
    this.#rejectAll(this.#ended);
    return this.#ended;
  }

  #rejectAll(ended: SandboxEnded): void {
    for (let exchange = this.#endTurn(); exchange; exchange = this.#endTurn()) exchange.reject(ended);
    for (const { reject } of this.#waiting.splice(0)) reject(ended);
  }
}

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name as NodeJS.Signals]));

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

const onWire = ({ bytes, mathRandom, nowMs }: FreshSurroundings): WireSurroundings => ({
  ...(bytes === undefined ? {} : { bytes: bytes === "flat" ? bytes : base64(bytes) }),
  ...(mathRandom === undefined ? {} : { mathRandom: base64(mathRandom) }),
  ...(nowMs === undefined ? {} : { nowMs }),
});

const outOfMemory: Stop = { cause: "memory", fault: "answer", message: "your code used more memory than it may" };

function nonsense(error: unknown): Stop {
  const detail = error instanceof Nonsense ? error.message : "an unreadable message";
  return { cause: "nonsense", fault: "answer", message: `the answer's process spoke nonsense (${detail})` };
}

/** Each way to end has its own sentence. @param code - bubblewrap says 128 + n where signal n ended what it held. */
function howItEnded(code: number | null, direct: NodeJS.Signals | null, stderr: string): Stop {
  const signal = direct ?? signalNames.get((code ?? 0) - 128);
  if (/promise never resolved/i.test(stderr)) {
    return { cause: "unsettled", fault: "answer", message: "your function returned a promise that never settles; something is awaited that never comes" };
  }
  if (/out of memory|heap limit|allocation failed/i.test(stderr) || signal === "SIGTRAP" || signal === "SIGABRT") {
    return outOfMemory;
  }
  if (signal === "SIGXCPU") return { cause: "time", fault: "answer", message: "your code used more processor time than it may" };
  if (signal === "SIGKILL") {
    const why = "as a system does whose memory is used up; if your code needs little, this tells nothing of it";
    return { cause: "exit", fault: "answer", message: `the answer's process was ended from outside (SIGKILL), ${why}` };
  }
  return { cause: "exit", fault: "answer", message: `the answer's process ended by itself (${signal ?? `exit code ${code}`})` };
}
