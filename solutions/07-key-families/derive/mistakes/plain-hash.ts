// hint: You hashed the pieces glued together. 'ab' + 'c' is the same as 'a' + 'bc', so two uses may meet. HKDF keeps secret, salt and info apart.
// caught by: derives the right enc
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Keys } from "../answer.js";

export function deriveKeys(master: Uint8Array, session: Uint8Array): Keys {
  const derive = (use: string) => sha256(concatBytes(master, session, utf8ToBytes(`session-keys v1 ${use}`)));
  return { enc: derive("enc"), mac: derive("mac"), iv: derive("iv").slice(0, 12) };
}
