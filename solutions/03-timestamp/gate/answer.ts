// for learning: a gate that asks who, when, and whether for the first time
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToHex } from "@noble/ciphers/utils.js";

/** `at` is in milliseconds since 1 January 1970. */
export type Login = { name: string; at: number; text: string };

export type Verdict =
  | { ok: true; login: Login }
  | { ok: false; reason: "forged" | "malformed" | "wrong-name" | "stale" | "future" | "replay" };

/** Opens nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes), as in lesson 1. Throws if the box is not the right one. */
function openText(key: Uint8Array, box: Uint8Array): string {
  const nonce = box.subarray(0, 12);
  return new TextDecoder().decode(chacha20poly1305(key, nonce).decrypt(box.subarray(12)));
}

/** The login in a JSON text; null unless each field is there and of its type. */
function parseLogin(json: string): Login | null {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof raw !== "object" || raw === null) return null;
  const { name, at, text } = raw as Partial<Login>;
  if (typeof name !== "string" || typeof text !== "string") return null;
  // 1e999 is good JSON, and comes out as Infinity.
  if (typeof at !== "number" || !Number.isFinite(at)) return null;
  return { name, at, text };
}

/** `name` is whom the gate lets in; `windowMs` how far a stamp may lie from `now`, on either side. */
export function makeGate(
  key: Uint8Array,
  name: string,
  windowMs: number,
): { check(box: Uint8Array, now: number): Verdict; size(): number } {
  /** Accepted boxes in hex, each with its stamp. */
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
    if (login.at - now > windowMs) return { ok: false, reason: "future" };

    const id = bytesToHex(box);
    if (seen.has(id)) return { ok: false, reason: "replay" };
    // Forget exactly what would be refused as stale.
    for (const [old, at] of seen) if (now - at > windowMs) seen.delete(old);
    seen.set(id, login.at);
    return { ok: true, login };
  }

  return { check, size: () => seen.size };
}
