// hint: You took the session id as the secret and the master as salt. The master is the secret; the session id may be public.
// caught by: derives the right enc
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Keys } from "../answer.js";

export function deriveKeys(master: Uint8Array, session: Uint8Array): Keys {
  const derive = (use: string, length: number) => hkdf(sha256, session, master, utf8ToBytes(`session-keys v1 ${use}`), length);
  return { enc: derive("enc", 32), mac: derive("mac", 32), iv: derive("iv", 12) };
}
