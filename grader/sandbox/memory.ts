/** Where the system keeps no bound (macOS, Windows): looks at the memory of the answer's process while it works. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";

/** Most calls are over sooner, and cost nothing. */
const everyMs = 100;

/** Calls `onTooMuch` once when more than `mostMiB` is resident. @returns what ends the watch. */
export function watchMemory(pid: number, mostMiB: number, onTooMuch: () => void, read: (pid: number) => Promise<number | undefined> = residentMiB): () => void {
  let timer: NodeJS.Timeout;
  let over = false;
  const look = async (): Promise<void> => {
    const now = await read(pid).catch(() => undefined);
    if (over) return;
    if (now !== undefined && now > mostMiB) onTooMuch();
    else timer = setTimeout(look, everyMs);
  };
  timer = setTimeout(look, everyMs);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

/** Undefined when the process is gone, or the system does not tell. */
export async function residentMiB(pid: number): Promise<number | undefined> {
  if (process.platform === "linux") return mib(fromStatus(await readFile(`/proc/${pid}/status`, "utf8")));
  if (process.platform === "win32") return mib(fromTasklist(await output("tasklist", ["/fi", `PID eq ${pid}`, "/fo", "csv", "/nh"])));
  return mib(fromPs(await output("ps", ["-o", "rss=", "-p", String(pid)])));
}

const mib = (kib: number | undefined): number | undefined => (kib === undefined ? undefined : kib / 1024);

const output = (file: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(file, args, { encoding: "utf8", timeout: 5000, windowsHide: true }, (error, text) => (error ? reject(error) : resolve(text)));
  });

const kib = (digits: string | undefined): number | undefined => (digits ? Number(digits) : undefined);

/** proc(5): `VmRSS:     34560 kB`. @returns KiB. */
export const fromStatus = (text: string): number | undefined => kib(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1]);

/** ps(1) with `rss=`: ` 34560`. @returns KiB. */
export const fromPs = (text: string): number | undefined => kib(/^\s*(\d+)\s*$/.exec(text)?.[1]);

/** tasklist: `"deno.exe","4711","Console","1","34,560 K"`, with the separators of the user's language. @returns KiB. */
export const fromTasklist = (text: string): number | undefined => kib(/"([^"]+)K"\s*$/.exec(text)?.[1]?.replace(/\D/g, ""));
