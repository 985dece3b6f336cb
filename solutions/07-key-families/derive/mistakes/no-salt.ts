// hint: Two sessions got the same keys: the session id was not used. It is the salt.
// caught by: another session has other keys
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Keys } from "../answer.js";

export function deriveKeys(master: Uint8Array, _session: Uint8Array): Keys {
  const derive = (use: string, length: number) => hkdf(sha256, master, undefined, utf8ToBytes(`session-keys v1 ${use}`), length);
  return { enc: derive("enc", 32), mac: derive("mac", 32), iv: derive("iv", 12) };
}
