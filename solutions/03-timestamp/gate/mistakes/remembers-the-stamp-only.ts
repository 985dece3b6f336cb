// hint: Alice sent two honest boxes in one millisecond, and you called the second a replay. Remember the box itself, not its time.
// caught by: accepts two honest logins of the same millisecond
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import type { Login, Verdict } from "../answer.js";

function openText(key: Uint8Array, box: Uint8Array): string {
  return new TextDecoder().decode(chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12)));
}

function parseLogin(json: string): Login | null {
  try {
    const { name, at, text } = JSON.parse(json) as Partial<Login>;
    const isLogin = typeof name === "string" && typeof text === "string" && typeof at === "number" && Number.isFinite(at);
    return isLogin ? { name, at, text } : null;
  } catch {
    return null;
  }
}

export function makeGate(key: Uint8Array, name: string, windowMs: number): { check(box: Uint8Array, now: number): Verdict; size(): number } {
  const seen = new Set<number>();
  function check(box: Uint8Array, now: number): Verdict {
    let json: string;
    try {
      json = openText(key, box);
    } catch {
      return { ok: false, reason: "forged" };
    }
    const login = parseLogin(json);
    if (login === null) return { ok: false, reason: "malformed" };
    if (login.name !== name) return { ok: false, reason: "wrong-name" };
    if (now - login.at > windowMs) return { ok: false, reason: "stale" };
    if (login.at - now > windowMs) return { ok: false, reason: "future" };
    if (seen.has(login.at)) return { ok: false, reason: "replay" };
    for (const at of seen) if (now - at > windowMs) seen.delete(at);
    seen.add(login.at);
    return { ok: true, login };
  }
  return { check, size: () => seen.size };
}
