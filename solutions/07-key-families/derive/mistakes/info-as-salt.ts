// hint: You gave the info as salt, and the session id as info. noble's order is hash, secret, salt, info, length.
// caught by: derives the right enc
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Keys } from "../answer.js";

export function deriveKeys(master: Uint8Array, session: Uint8Array): Keys {
  const derive = (use: string, length: number) => hkdf(sha256, master, utf8ToBytes(`session-keys v1 ${use}`), session, length);
  return { enc: derive("enc", 32), mac: derive("mac", 32), iv: derive("iv", 12) };
}
