/** OpenSSL's own test server, where it is installed: a second server that others wrote. On this machine only, and for one visit. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, connect as tcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalServer, OpenedShop } from "./connect.js";

export interface OpensslServer {
  /** As "OpenSSL 3.0.19". */
  readonly version: string;
  readonly server: LocalServer;
}

const HOST = "127.0.0.1";
/** Once started it is ready in some 20 ms. */
const PATIENCE_MS = 5000;

/**
 * Starts `openssl s_server`, whose page says what was agreed on. It ends when its server is closed, or when this process does.
 * @param program - its name or path.
 * @returns undefined where it is not installed, or is a version without TLS 1.3 (LibreSSL is none of OpenSSL's).
 * @throws when it does not start.
 */
export async function opensslServer(shop: OpenedShop, program = "openssl"): Promise<OpensslServer | undefined> {
  const version = /^OpenSSL (?:[3-9]|\d\d|1\.1\.1)\S*/.exec(spawnSync(program, ["version"], { encoding: "utf8" }).stdout ?? "")?.[0];
  if (version === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "session-keys-"));
  writeFileSync(join(folder, "key.pem"), shop.pem.key, { mode: 0o600 });
  writeFileSync(join(folder, "cert.pem"), shop.pem.cert);
  const args = ["s_server", "-accept", `${HOST}:0`, "-key", "key.pem", "-cert", "cert.pem", "-tls1_3", "-www"];
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  const end = (): void => {
    child.kill();
  };
  process.once("exit", end);
  child.once("close", () => {
    process.removeListener("exit", end);
    rmSync(folder, { recursive: true, force: true });
  });
  try {
    return { version, server: bridgeTo(await portOf(child), end) };
  } catch (error) {
    end();
    throw error;
  }
}

/** It says where it listens: "ACCEPT 127.0.0.1:40123". */
async function portOf({ stdout }: ChildProcess): Promise<number> {
  let said = "";
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for (;;) {
    const port = /ACCEPT .*:(\d+)/.exec(said)?.[1];
    if (port !== undefined) return Number(port);
    if (stdout === null || stdout.destroyed) throw new Error(`openssl ended before it listened: ${said}`);
    said += String((await once(stdout, "data", { signal }))[0]);
  }
}

/** `connect` opens and closes servers of its own process; this one leads to the other's. */
function bridgeTo(port: number, end: () => void): LocalServer {
  const server = createServer((near) => {
    const far = tcp(port, HOST);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on("error", () => socket.destroy());
  });
  server.once("close", end);
  return server;
}
