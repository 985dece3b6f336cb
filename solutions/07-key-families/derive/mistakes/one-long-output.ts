// hint: Cut from one long output, the keys are sound, but they are not those of the statement: each has an info and an HKDF of its own.
// caught by: derives the right mac
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Keys } from "../answer.js";

export function deriveKeys(master: Uint8Array, session: Uint8Array): Keys {
  const all = hkdf(sha256, master, session, utf8ToBytes("session-keys v1 enc"), 76);
  return { enc: all.slice(0, 32), mac: all.slice(32, 64), iv: all.slice(64) };
}
