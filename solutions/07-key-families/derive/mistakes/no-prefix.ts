// hint: Your info says 'enc' only. The prefix keeps our keys apart from those of other programs.
// caught by: derives the right enc
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Keys } from "../answer.js";

export function deriveKeys(master: Uint8Array, session: Uint8Array): Keys {
  const derive = (use: string, length: number) => hkdf(sha256, master, session, utf8ToBytes(use), length);
  return { enc: derive("enc", 32), mac: derive("mac", 32), iv: derive("iv", 12) };
}
