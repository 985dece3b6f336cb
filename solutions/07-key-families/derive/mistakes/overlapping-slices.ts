// hint: Your iv is the first 12 bytes of enc, and an iv is sent in the open. Derive it on its own.
// caught by: no value gives another away
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Keys } from "../answer.js";

export function deriveKeys(master: Uint8Array, session: Uint8Array): Keys {
  const derive = (use: string) => hkdf(sha256, master, session, utf8ToBytes(`session-keys v1 ${use}`), 32);
  const enc = derive("enc");
  return { enc, mac: derive("mac"), iv: enc.slice(0, 12) };
}
