// hint: You used the secret itself as the MAC's key. First derive the finished key from it, with the label 'finished'.
// caught by: makes the MAC of the statement
import { equalBytes } from "@noble/ciphers/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";

export function finishedMac(secret: Uint8Array, transcript: Uint8Array[]): Uint8Array {
  return hmac(sha256, secret, sha256(concatBytes(...transcript)));
}

export function checkFinished(secret: Uint8Array, transcript: Uint8Array[], mac: Uint8Array): boolean {
  return equalBytes(mac, finishedMac(secret, transcript));
}
