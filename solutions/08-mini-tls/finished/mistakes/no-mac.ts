// hint: You stopped after the first step: a key derived from the transcript, but no MAC. Derive the key with an empty context, and run HMAC with it over the hash.
// caught by: makes the MAC of the statement
import { equalBytes } from "@noble/ciphers/utils.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { hkdfExpandLabel } from "../answer.js";

export function finishedMac(secret: Uint8Array, transcript: Uint8Array[]): Uint8Array {
  return hkdfExpandLabel(secret, "finished", sha256(concatBytes(...transcript)), 32);
}

export function checkFinished(secret: Uint8Array, transcript: Uint8Array[], mac: Uint8Array): boolean {
  return equalBytes(mac, finishedMac(secret, transcript));
}
