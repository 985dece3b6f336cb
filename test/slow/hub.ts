/** A JupyterHub for tests: three system users, one course that they share, the configuration of examples/hub. Linux, as root. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { courseRoot } from "../../grader/course.js";
import { freePort } from "../../setup/port.js";
import { sleep } from "../kernel/kernel.js";

export interface Hub {
  /** @param path - after the hub's address. @returns the body, parsed if there is one. */
  ask(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** A cell, run over the proxy's websocket. */
  kernel(user: string, id: string): Promise<HubKernel>;
  readonly process: ChildProcess;
  readonly token: string;
}

export interface HubKernel {
  run(code: string): Promise<{ text: string; html: string; error: string | undefined }>;
  /** Sends a cell, and does not wait. */
  send(code: string): void;
  close(): void;
}

const folder = join(courseRoot, ".cache", "hub");
const venv = join(folder, "venv");
export const hubProxy = join(folder, "node_modules", "configurable-http-proxy", "bin", "configurable-http-proxy");

/** JupyterHub from PyPI, its proxy and a websocket from npm. @returns why it cannot be had. */
export function installHub(): string | undefined {
  if (existsSync(join(folder, "complete"))) return undefined;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const steps = [
    // The system's own Python, because one in a home cannot be run by other users.
    [existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3", "-m", "venv", "--clear", venv],
    [join(venv, "bin", "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "jupyterhub==6.1.1", "jupyterlab==4.5.11"],
    ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "configurable-http-proxy@5.3.0", "ws@8.23.0"],
  ];
  for (const [program = "", ...args] of steps) {
    const { status, stderr, error } = spawnSync(program, args, { cwd: folder, encoding: "utf8" });
    if (status !== 0) return error?.message ?? (stderr.trim().split("\n").at(-1) || `${program} ended with ${status}`);
  }
  writeFileSync(join(folder, "complete"), "");
  return undefined;
}

export const hubPrefix = venv;

/** With HOME in `home`, which only she may enter. @returns her user id. */
export function addUser(name: string, home: string): number {
  removeUser(name);
  execFileSync("useradd", ["--create-home", "--home-dir", home, "--shell", "/bin/bash", "--comment", comment, name], { stdio: "pipe" });
  chmodSync(home, 0o700);
  return Number(execFileSync("id", ["-u", name], { encoding: "utf8" }));
}

const comment = "for a test of Session Keys";

/** Only one that a test has made. */
export function removeUser(name: string): void {
  const { stdout } = spawnSync("getent", ["passwd", name], { encoding: "utf8" });
  if (stdout.includes(comment)) execFileSync("userdel", [name], { stdio: "pipe" });
}

/** @returns what a user gets who runs this. */
export const runAs = (uid: number, ...command: string[]) =>
  spawnSync("setpriv", [`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--", ...command], { cwd: "/", encoding: "utf8" });

export interface Arranged {
  /** For the hub's own files. */
  readonly folder: string;
  readonly course: string;
  readonly users: readonly string[];
  /** Folder with `kernels/stock`. */
  readonly stock: string;
}

export async function startHub({ folder: own, course, users, stock }: Arranged): Promise<Hub> {
  const token = createToken();
  const [port, hubPort, apiPort] = [await freePort(0), await freePort(0), await freePort(0)];
  const lines = {
    "c.JupyterHub.bind_url": `http://127.0.0.1:${port}`,
    "c.JupyterHub.hub_port": hubPort,
    "c.ConfigurableHTTPProxy.api_url": `http://127.0.0.1:${apiPort}`,
    "c.ConfigurableHTTPProxy.command": [process.execPath, hubProxy],
    "c.ConfigurableHTTPProxy.pid_file": join(own, "proxy.pid"),
    "c.JupyterHub.db_url": `sqlite:///${join(own, "hub.sqlite")}`,
    "c.JupyterHub.cookie_secret_file": join(own, "cookie_secret"),
    "c.JupyterHub.authenticator_class": "dummy",
    "c.DummyAuthenticator.password": createToken(),
    "c.Authenticator.allowed_users": users,
    "c.JupyterHub.services": [{ name: "test", api_token: token }],
    "c.JupyterHub.load_roles": [{ name: "test", services: ["test"], scopes: ["admin:users", "admin:servers", "access:servers"] }],
    "c.Spawner.environment": { JUPYTER_PATH: stock },
  };
  const text = [
    `load_subconfig(${JSON.stringify(join(courseRoot, "examples", "hub", "jupyterhub_config.py"))})`,
    ...Object.entries(lines).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
    // For the comparison.
    "c.Spawner.args = [arg.replace('=tslab', '=stock,tslab') if 'allowed' in arg else arg for arg in c.Spawner.args]",
    "c.Authenticator.allowed_users = set(c.Authenticator.allowed_users)",
  ];
  writeFileSync(join(own, "config.py"), `c = get_config()\n${text.join("\n")}\n`);
  const log = openSync(join(own, "hub.log"), "a");
  const hub = spawn(join(venv, "bin", "jupyterhub"), ["-f", join(own, "config.py")], {
    cwd: own,
    env: { PATH: [join(venv, "bin"), dirname(process.execPath), "/usr/bin", "/bin"].join(":"), HOME: own, LANG: "C.UTF-8", SESSION_KEYS_COURSE: course },
    stdio: ["ignore", log, log],
  });
  const ask: Hub["ask"] = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization: `token ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const said = await response.text();
    return { status: response.status, body: said.startsWith("{") || said.startsWith("[") ? JSON.parse(said) : said };
  };
  for (let tries = 0; tries < 240; tries++) {
    if (hub.exitCode !== null) break;
    const is = await ask("GET", "/hub/api/").catch(() => undefined);
    if (is?.status === 200)
      return { ask, process: hub, token, kernel: (user, id) => openKernel(`ws://127.0.0.1:${port}/user/${user}/api/kernels/${id}/channels`, token) };
    await sleep(250);
  }
  hub.kill("SIGKILL");
  throw new Error(`JupyterHub did not start:\n${readFileSync(join(own, "hub.log"), "utf8").slice(-3000)}`);
}

const createToken = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex");

/** As much of the package ws as is used here. */
interface Socket {
  on(event: "open" | "error" | "close", listener: (error: Error) => void): void;
  on(event: "message", listener: (data: Buffer) => void): void;
  send(text: string): void;
  close(): void;
}

interface Message {
  readonly channel: string;
  readonly msg_type: string;
  readonly parent_header: { readonly msg_id?: string };
  readonly content: Readonly<Record<string, unknown>>;
}

function openKernel(address: string, token: string): Promise<HubKernel> {
  const WebSocket = createRequire(join(folder, "package.json"))("ws") as new (address: string, options: object) => Socket;
  const socket = new WebSocket(address, { headers: { authorization: `token ${token}` }, maxPayload: 2 ** 28 });
  const listeners = new Map<string, (message: Message) => void>();
  const session = createToken();
  let closed = (): void => {};
  socket.on("close", () => closed());
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString("utf8")) as Message;
    listeners.get(message.parent_header.msg_id ?? "")?.(message);
  });
  const send = (code: string): string => {
    const id = createToken();
    const header = { msg_id: id, msg_type: "execute_request", session, username: "test", version: "5.3", date: new Date().toISOString() };
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false, stop_on_error: true };
    socket.send(JSON.stringify({ channel: "shell", header, parent_header: {}, metadata: {}, content, buffers: [] }));
    return id;
  };
  const run: HubKernel["run"] = (code) =>
    new Promise((resolve, reject) => {
      const said = { text: "", html: "", error: undefined as string | undefined };
      let [replied, idle] = [false, false];
      closed = () => reject(new Error("the kernel's socket was closed"));
      listeners.set(send(code), ({ msg_type: type, content }) => {
        const data = content["data"] as Record<string, string> | undefined;
        if (type === "stream") said.text += content["text"];
        if (type === "execute_result") said.text += data?.["text/plain"] ?? "";
        if (type === "display_data" || type === "update_display_data") said.html = data?.["text/html"] ?? said.html;
        if (type === "error") said.error = `${content["ename"]}: ${content["evalue"]}`;
        if (type === "execute_reply") replied = true;
        if (type === "status" && content["execution_state"] === "idle") idle = true;
        if (replied && idle) resolve(said);
      });
    });
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () => resolve({ run, send, close: () => socket.close() }));
  });
}

export interface Running {
  readonly pid: number;
  readonly command: string;
  readonly rssMiB: number;
  readonly pssMiB: number;
}

/** What runs under a user's id, zombies left out. */
export function processesOf(uid: number): Running[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const read = (name: string): string => readFileSync(`/proc/${pid}/${name}`, "utf8");
        const status = read("status");
        if (!new RegExp(`^Uid:\\t${uid}\\t`, "m").test(status) || /^State:\tZ/m.test(status)) return [];
        const rollup = read("smaps_rollup");
        const mib = (name: string): number => Number(new RegExp(`^${name}: +(\\d+)`, "m").exec(rollup)?.[1] ?? 0) / 1024;
        return [{ pid: Number(pid), command: read("cmdline").replaceAll("\0", " ").trim(), rssMiB: mib("Rss"), pssMiB: mib("Pss") }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}
