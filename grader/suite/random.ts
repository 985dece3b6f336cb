/** Chance for suites: a ChaCha20 key stream from the claim's seed. */
import { chacha20 } from "@noble/ciphers/chacha.js";
import type { Random } from "./types.js";

export interface SeededRandom extends Random {
  /** @param seed - 32 bytes. */
  reseed(seed: Uint8Array): void;
}

const letters = "abcdefghijklmnopqrstuvwxyz ";

export function seededRandom(): SeededRandom {
  let key: Uint8Array | undefined;
  let draws = 0;
  const bytes = (length: number): Uint8Array => {
    if (!key) throw new Error("random works inside a claim only: move the call into it(…)");
    const nonce = new Uint8Array(12);
    new DataView(nonce.buffer).setUint32(0, draws++);
    return chacha20(key, nonce, new Uint8Array(length));
  };
  const int = (low: number, high: number): number => {
    const drawn = bytes(8).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    return low + Number(drawn % BigInt(high - low + 1));
  };
  const pick = <T>(from: readonly T[]): T => from[int(0, from.length - 1)] as T;
  const text = (length: number): string => Array.from({ length }, () => pick([...letters])).join("");
  const reseed = (seed: Uint8Array): void => {
    key = seed;
    draws = 0;
  };
  return { bytes, int, pick, text, reseed };
}
