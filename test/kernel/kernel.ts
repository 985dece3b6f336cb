/** A kernel with a front end, for tests: real Jupyter messages, sent and read by jupyter_client. */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { courseRoot } from "../../grader/course.js";
import { ensureEnvironment } from "../../setup/environment.js";
import { type KernelSpec, kernelSpec } from "../../setup/kernelspec.js";

export type Content = Readonly<Record<string, unknown>>;

export interface Message {
  readonly channel: "shell" | "iopub" | "control";
  readonly type: string;
  readonly parent: string | undefined;
  readonly content: Content;
  /** Milliseconds since 1970, when it arrived. */
  readonly at: number;
}

/** A cell that was sent. */
export interface Sent {
  /** All messages that name it as their parent, so far. */
  readonly messages: readonly Message[];
  /** Settles when the kernel has answered and is idle again. */
  readonly done: Promise<Ran>;
}

/** A cell that has ended. */
export interface Ran {
  readonly reply: Content;
  readonly messages: readonly Message[];
}

export interface TestKernel {
  /** Milliseconds until the kernel answered the first time. */
  readonly readyMs: number;
  readonly pid: number;
  /** Of the front end, which is the kernel's parent. */
  readonly parentPid: number;
  send(code: string, content?: Content, metadata?: Content): Promise<Sent>;
  run(code: string, content?: Content, metadata?: Content): Promise<Ran>;
  /** Any other request; waits for the answer. */
  ask(type: string, content: Content, channel?: "shell" | "control"): Promise<Content>;
  interrupt(): Promise<void>;
  end(): Promise<void>;
}

export const folder = join(courseRoot, ".cache", "test-kernel");

/** @param env - to add to the kernel's. */
export async function startKernel(spec: KernelSpec, env: Readonly<Record<string, string>> = {}): Promise<TestKernel> {
  const environment = await ensureEnvironment(courseRoot, () => {});
  mkdirSync(folder, { recursive: true });
  const front = spawn(environment.python, [join(courseRoot, "test", "kernel", "client.py"), JSON.stringify(spec)], {
    cwd: folder,
    env: { ...process.env, ...environment.env, SESSION_KEYS_STATE: join(folder, "state"), ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => front.once("close", () => resolve()));
  const messages = new Map<string | undefined, Message[]>();
  const ordered: ((event: Content) => void)[] = [];
  let watchers: (() => void)[] = [];
  const ready = new Promise<Content>((resolve, reject) => {
    ordered.push(resolve);
    front.once("close", () => reject(new Error("the kernel did not start")));
  });
  createInterface({ input: front.stdout }).on("line", (line) => {
    const event = JSON.parse(line) as Content;
    if (event["event"] !== "message") ordered.shift()?.(event);
    else {
      const message = event as unknown as Message;
      const family = messages.get(message.parent) ?? [];
      messages.set(message.parent, [...family, message]);
      for (const watch of watchers) watch();
    }
  });

  const order = (what: Content): Promise<Content> =>
    new Promise((resolve) => {
      ordered.push(resolve);
      front.stdin.write(`${JSON.stringify(what)}\n`);
    });
  const request = async (channel: string, type: string, content: Content, metadata: Content): Promise<Sent> => {
    const { id } = (await order({ channel, type, content, metadata })) as { id: string };
    const family = (): readonly Message[] => messages.get(id) ?? [];
    const done = new Promise<Ran>((resolve) => {
      const watch = (): void => {
        const reply = family().find((message) => message.channel !== "iopub");
        if (!reply || family().findLast(({ type: one }) => one === "status")?.content["execution_state"] !== "idle") return;
        watchers = watchers.filter((one) => one !== watch);
        resolve({ reply: reply.content, messages: family() });
      };
      watchers.push(watch);
      watch();
    });
    return {
      done,
      get messages() {
        return family();
      },
    };
  };
  const send: TestKernel["send"] = (code, content = {}, metadata = {}) =>
    request(
      "shell",
      "execute_request",
      { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false, stop_on_error: true, ...content },
      metadata,
    );

  const { ms, pid } = (await ready) as { ms: number; pid: number };
  return {
    readyMs: ms,
    pid,
    parentPid: front.pid ?? 0,
    send,
    run: async (code, content, metadata) => (await send(code, content, metadata)).done,
    ask: async (type, content, channel = "shell") => (await (await request(channel, type, content, {})).done).reply,
    interrupt: async () => void (await order({ do: "interrupt" })),
    async end() {
      front.stdin.write('{"do":"end"}\n');
      front.stdin.end();
      await ended;
    },
  };
}

/** What a cell printed. */
export const printed = ({ messages }: { readonly messages: readonly Message[] }, name: "stdout" | "stderr" = "stdout"): string =>
  messages
    .filter(({ type, content }) => type === "stream" && content["name"] === name)
    .map(({ content }) => String(content["text"]))
    .join("");

/** The value of its last expression, as plain text. */
export const result = ({ messages }: Ran): string | undefined => {
  const shown = messages.find(({ type }) => type === "execute_result")?.content["data"] as Record<string, string> | undefined;
  return shown?.["text/plain"];
};

/** Its errors, as `name: value`. */
export const errors = ({ messages }: { readonly messages: readonly Message[] }): string[] =>
  messages.filter(({ type }) => type === "error").map(({ content }) => `${content["ename"]}: ${content["evalue"]}`);

/** The traceback of its error, without colours. */
export const traceback = ({ messages }: { readonly messages: readonly Message[] }): string =>
  messages
    .filter(({ type }) => type === "error")
    .map(({ content }) => (content["traceback"] as string[]).join("\n"))
    .join("\n")
    .replace(/\x1b\[\d+m/g, "");

/** What the course installs. */
export const ourSpec = kernelSpec(courseRoot, process.execPath);

/** What `tslab install` would write. */
export const stockSpec: KernelSpec = {
  argv: [process.execPath, join(courseRoot, "node_modules", "tslab", "bin", "tslab"), "kernel", "--config-path", "{connection_file}"],
  display_name: "TypeScript",
  language: "typescript",
  interrupt_mode: "signal",
};

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until something holds, at most ten seconds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 20) {
    if (waited > 10_000) throw new Error(`waited ten seconds in vain: ${holds.toString()}`);
    await sleep(20);
  }
}
