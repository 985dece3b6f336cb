// for learning: three keys from one secret, for three uses
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/** enc and mac have 32 bytes, iv has 12. */
export type Keys = { enc: Uint8Array; mac: Uint8Array; iv: Uint8Array };

/** `master` has 32 bytes, `session` has 16. */
export function deriveKeys(master: Uint8Array, session: Uint8Array): Keys {
  const derive = (use: string, length: number) => hkdf(sha256, master, session, utf8ToBytes(`session-keys v1 ${use}`), length);
  return { enc: derive("enc", 32), mac: derive("mac", 32), iv: derive("iv", 12) };
}
