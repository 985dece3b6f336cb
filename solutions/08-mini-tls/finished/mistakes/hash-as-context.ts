// hint: You put the transcript into the key. The finished key has an empty context; the transcript goes into the MAC.
// caught by: makes the MAC of the statement
import { equalBytes } from "@noble/ciphers/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { hkdfExpandLabel } from "../answer.js";

export function finishedMac(secret: Uint8Array, transcript: Uint8Array[]): Uint8Array {
  const hash = sha256(concatBytes(...transcript));
  return hmac(sha256, hkdfExpandLabel(secret, "finished", hash, 32), hash);
}

export function checkFinished(secret: Uint8Array, transcript: Uint8Array[], mac: Uint8Array): boolean {
  return equalBytes(mac, finishedMac(secret, transcript));
}
