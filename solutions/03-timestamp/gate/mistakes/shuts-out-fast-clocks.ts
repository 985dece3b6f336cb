// hint: Alice's clock was four minutes fast, and you sent her away. The window reaches to both sides: refuse a stamp only when it lies more than one window ahead.
// caught by: refuses the replay of a box that was stamped ahead
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToHex } from "@noble/ciphers/utils.js";
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
  const seen = new Map<string, number>();
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
    if (login.at > now) return { ok: false, reason: "future" };
    const id = bytesToHex(box);
    if (seen.has(id)) return { ok: false, reason: "replay" };
    for (const [old, at] of seen) if (now - at > windowMs) seen.delete(old);
    seen.set(id, login.at);
    return { ok: true, login };
  }
  return { check, size: () => seen.size };
}
