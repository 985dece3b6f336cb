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

/** `name` is whom the gate lets in; `windowMs` how far a stamp may lie from `now`, on either side. */
export function makeGate(
  key: Uint8Array,
  name: string,
  windowMs: number,
): { check(box: Uint8Array, now: number): Verdict; size(): number } {
  throw new Error("not written yet");
}
