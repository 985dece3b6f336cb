// hint: Cut the same bytes in another place and your MAC changes. Glue all messages together, then hash once.
// caught by: sees one glued transcript, however the messages are cut
import { equalBytes } from "@noble/ciphers/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { hkdfExpandLabel } from "../answer.js";

export function finishedMac(secret: Uint8Array, transcript: Uint8Array[]): Uint8Array {
  const finishedKey = hkdfExpandLabel(secret, "finished", new Uint8Array(0), 32);
  return hmac(sha256, finishedKey, sha256(concatBytes(...transcript.map((message) => sha256(message)))));
}

export function checkFinished(secret: Uint8Array, transcript: Uint8Array[], mac: Uint8Array): boolean {
  return equalBytes(mac, finishedMac(secret, transcript));
}
