import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "../../setup/port.js";
import { course } from "./course-fixture.js";

const START_MS = 120_000;

/** The real `npm start --no-browser`, spoken to as JupyterLab's page does. */
export class RunningServer {
  readonly #child: ChildProcess;
  readonly #origin: string;
  readonly #token: string;

  private constructor(child: ChildProcess, origin: string, token: string) {
    this.#child = child;
    this.#origin = origin;
    this.#token = token;
  }

  static async start(env: NodeJS.ProcessEnv): Promise<RunningServer> {
    const args = [join(course, "dist", "setup", "start.js"), "--no-browser", "--port", String(await freePort(0))];
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] });
    const address = new URL(await addressOf(child));
    return new RunningServer(child, address.origin, address.searchParams.get("token") ?? "");
  }

  async ask(path: string, method = "GET", body?: unknown): Promise<unknown> {
    const headers = { Authorization: `token ${this.#token}` };
    const response = await fetch(`${this.#origin}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  /** @returns the text of JupyterLab's page. */
  async page(): Promise<string> {
    return (await fetch(`${this.#origin}/lab?token=${this.#token}`)).text();
  }

  /** Starts a kernel and waits until it has answered: the server asks it as soon as someone opens its channels. */
  async startKernel(name: string): Promise<void> {
    const { id } = (await this.ask("/api/kernels", "POST", { name })) as { id: string };
    const channels = await this.#openChannels(id);
    const deadlineMs = Date.now() + START_MS;
    for (let state = ""; state !== "idle"; await wait(100)) {
      if (Date.now() > deadlineMs) throw new Error(`kernel ${name} is still ${state}`);
      state = ((await this.ask(`/api/kernels/${id}`)) as { execution_state: string }).execution_state;
    }
    channels.destroy();
  }

  /** As Ctrl-C does. @returns the exit code. */
  async interrupt(): Promise<number | null> {
    this.#child.kill("SIGINT");
    if (this.#child.exitCode === null) await once(this.#child, "exit");
    return this.#child.exitCode;
  }

  async #openChannels(id: string): Promise<{ destroy(): void }> {
    const upgrade = request(`${this.#origin}/api/kernels/${id}/channels?token=${this.#token}`, {
      headers: { Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "c2Vzc2lvbiBrZXlzIHRlc3Q=" },
    });
    upgrade.end();
    const [, socket] = (await once(upgrade, "upgrade")) as [unknown, { destroy(): void }];
    return socket;
  }
}

/** Reads the address with its token from what the server prints. */
const addressOf = async (child: ChildProcess): Promise<string> => {
  let printed = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const deadlineMs = Date.now() + START_MS;
  for (;;) {
    const address = /http:\/\/127\.0\.0\.1:\S+token=\w+/.exec(printed)?.[0];
    if (address !== undefined) return address;
    if (child.exitCode !== null || Date.now() > deadlineMs) {
      child.kill();
      throw new Error(`the server printed no address:\n${printed}`);
    }
    await wait(50);
  }
};
