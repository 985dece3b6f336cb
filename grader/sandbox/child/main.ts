/**
 * Runs beside the answer, in a Deno process without permissions. Reads a message, does it, replies; nothing here is
 * trusted by the other side.
 */
import { maxLogChars, maxLogLines, type ToChild, type Wire, type WireSurroundings } from "../protocol.js";
import { exit, moduleUrl, receive, send } from "./deno.js";
import { loadNoble, nobleModule } from "./noble.js";
import { areErased, beginCall, beginClaim, dropTimers, enterNew, seal } from "./surroundings.js";
import { everything, isUnchanged, remember } from "./unchanged.js";
import { type BytesArgument, changedBytes, decode, encode, forgetHandles, fromBase64, homeOf, isBytes, keep, kept } from "./values.js";

const page = globalThis as unknown as { addEventListener(event: string, listen: (event: { preventDefault(): void }) => void): void };
const listen = page.addEventListener.bind(globalThis);
const modules = new Map<string, string>();
/** Names for stack traces: blob URL → the module's name. */
const urls = new Map<string, string>();
let printed = 0;
let lines = 0;
let busy = false;

replaceConsole();
replaceStackTraces();
Object.defineProperty(globalThis, "$noble", { value: nobleModule });
seal();
// A promise that nobody awaits, or a throw in a timer, must not end the process: what was asked for decides.
for (const name of ["unhandledrejection", "error"]) listen(name, (event) => event.preventDefault());
remember(everything());
send({ kind: "ready" });
for (;;) {
  const message = receive() as ToChild;
  busy = true;
  await handle(message);
}

async function handle(message: ToChild): Promise<void> {
  const seen: BytesArgument[] = [];
  const reply = await replyTo(message, seen);
  // From here until the next message the parent does not listen: what still runs is nobody's call.
  busy = false;
  send({ ...reply, changed: changedBytes(seen) });
}

async function replyTo(message: ToChild, seen: BytesArgument[]): Promise<object> {
  let value: unknown;
  try {
    value = await perform(message, seen);
  } catch (error) {
    return { kind: "threw", error: describe(error) };
  }
  try {
    return { kind: "value", value: encode(value) };
  } catch (error) {
    return { kind: "unsendable", why: describe(error).message };
  }
}

/** @returns the value or a promise of it. Not async itself: a throw in an answer would cost a rejected promise, which is dear in Deno. */
function perform(message: ToChild, seen: BytesArgument[]): unknown {
  switch (message.kind) {
    case "load":
      modules.set(message.module, message.code);
      return loadNoble(message.noble);
    case "begin":
      forgetHandles();
      printed = 0;
      lines = 0;
      beginClaim(fromBase64(message.seed), message.chance);
      return instance(message.module);
    case "instance":
      enterNew(decodeSurroundings(message.surroundings));
      return instance(message.module);
    case "erased":
      return areErased();
    case "unchanged":
      // Not a reply, which a changed process could say as well; and at once, before a promise does what an answer made it do.
      if (!isUnchanged()) exit(0);
      return isQuiet().then((quiet) => (quiet && isUnchanged()) || exit(0));
    case "call":
      beginCall(homeOf(message.target));
      return performCall(
        message,
        message.args.map((arg) => decode(arg, seen, callback)),
      );
    default:
      throw new Error("unexpected message");
  }
}

function decodeSurroundings(given: WireSurroundings | undefined) {
  return (
    given && {
      ...(given.bytes === undefined ? {} : { bytes: given.bytes === "flat" ? ("flat" as const) : fromBase64(given.bytes) }),
      ...(given.mathRandom === undefined ? {} : { mathRandom: fromBase64(given.mathRandom) }),
      ...(given.nowMs === undefined ? {} : { nowMs: given.nowMs }),
    }
  );
}

function performCall(message: Extract<ToChild, { kind: "call" }>, args: unknown[]): unknown {
  const target = kept(message.target) as Record<string, unknown>;
  const member = message.member === null ? target : target[message.member];
  if (message.how === "get") return member;
  return Reflect.apply(member as () => unknown, message.member === null ? undefined : target, args);
}

/**
 * A fresh copy of the answer's module: its handle, then the names of its functions, whether the answer says `export` or
 * not (the build gathers them as `$answer`).
 */
async function instance(module: string): Promise<(number | string)[]> {
  const url = moduleUrl(modules.get(module) ?? "");
  urls.set(url, module);
  const loaded = (await import(url)) as { $answer?: Record<string, unknown> };
  const members: Record<string, unknown> = { ...loaded.$answer, ...loaded };
  return [keep(members), ...Object.keys(members).filter((name) => typeof members[name] === "function")];
}

/** Lets run what nobody waited for, but for its timers. @returns whether nothing is left that could run later. */
async function isQuiet(): Promise<boolean> {
  dropTimers();
  // Another turn of the event loop, and so the end of every chain of promises.
  await import(moduleUrl(""));
  return dropTimers() === 0;
}

/** Blocks until the suite has answered, so that a callback may be called synchronously. */
function callback(id: number): (...args: unknown[]) => unknown {
  return (...args) => {
    if (!busy) throw new Error("the call that was given this function is over");
    send({ kind: "callback", id, args: args.map((arg) => encode(arg)) });
    const reply = receive() as ToChild;
    if (reply.kind === "threw") throw Object.assign(new Error(reply.error.message), { name: reply.error.name });
    return decode((reply as { value: Wire }).value, [], callback);
  };
}

function describe(error: unknown): { name: string; message: string; stack: string } {
  const text = (read: () => unknown, fallback: string) => {
    try {
      return String(read() ?? fallback);
    } catch {
      return fallback;
    }
  };
  const thrown = error as { name?: unknown; message?: unknown; stack?: unknown } | null | undefined;
  return {
    name: text(() => thrown?.name, "Error").slice(0, 80),
    message: text(() => thrown?.message ?? show(error), "").slice(0, 4000),
    stack: text(() => thrown?.stack, "").slice(0, 4000),
  };
}

/** One frame a line, `module:line:column`; ours are left out. */
function replaceStackTraces(): void {
  Error.stackTraceLimit = 50;
  const prepare = (_error: Error, sites: NodeJS.CallSite[]) =>
    sites
      // Not by getFileName, for which Deno looks for a source map each time.
      .map((site) => ({ module: urls.get(site.getScriptNameOrSourceURL() ?? ""), site }))
      .filter(({ module }) => module !== undefined)
      .map(({ module, site }) => `${module}:${site.getLineNumber()}:${site.getColumnNumber()}`)
      .join("\n");
  Object.defineProperty(Error, "prepareStackTrace", { value: prepare, writable: false, configurable: false });
}

/** Deno's own console writes to stdout, which is the wire. */
function replaceConsole(): void {
  const quiet: Record<string, (...args: unknown[]) => void> = {};
  for (const name of Object.keys(console)) quiet[name] = () => {};
  for (const name of ["log", "info", "warn", "error", "debug", "table", "dir"]) {
    quiet[name] = (...args) => {
      const line = args.map(show).join(" ");
      const room = maxLogChars - printed;
      printed += line.length;
      lines += 1;
      if (busy && room > 0 && lines <= maxLogLines) send({ kind: "log", text: line.slice(0, room) });
    };
  }
  Object.defineProperty(globalThis, "console", { value: Object.freeze(quiet), writable: true, configurable: true });
}

function show(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    if (typeof value === "object" && value !== null && isBytes(value)) {
      return Array.from(value.subarray(0, 64), (byte) => byte.toString(16).padStart(2, "0")).join("");
    }
    return value instanceof Error ? `${value.name}: ${value.message}` : (JSON.stringify(value) ?? String(value));
  } catch {
    return String(typeof value);
  }
}
