// hint: A stamp of 'soon' passed: comparing a word with a number is always false, so no check refused it. Make sure that it is a login, and its time a finite number, first.
// caught by: calls an odd login malformed
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToHex } from "@noble/ciphers/utils.js";
import type { Login, Verdict } from "../answer.js";

function openText(key: Uint8Array, box: Uint8Array): string {
  return new TextDecoder().decode(chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12)));
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
    let login: Login;
    try {
      login = JSON.parse(json);
    } catch {
      return { ok: false, reason: "malformed" };
    }
    if (login.name !== name) return { ok: false, reason: "wrong-name" };
    if (now - login.at > windowMs) return { ok: false, reason: "stale" };
    if (login.at - now > windowMs) return { ok: false, reason: "future" };
    const id = bytesToHex(box);
    if (seen.has(id)) return { ok: false, reason: "replay" };
    for (const [old, at] of seen) if (now - at > windowMs) seen.delete(old);
    seen.set(id, login.at);
    return { ok: true, login };
  }
  return { check, size: () => seen.size };
}
