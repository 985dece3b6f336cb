// hint: mac and iv were made with the info of enc, so mac is enc once more, and iv its beginning. The last word of the info differs for each.
// caught by: no value gives another away
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Keys } from "../answer.js";

export function deriveKeys(master: Uint8Array, session: Uint8Array): Keys {
  const derive = (length: number) => hkdf(sha256, master, session, utf8ToBytes("session-keys v1 enc"), length);
  return { enc: derive(32), mac: derive(32), iv: derive(12) };
}
