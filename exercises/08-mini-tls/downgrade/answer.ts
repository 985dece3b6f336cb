// for learning: two sides choose a cipher, and Mallory would like a say in it
import { bytesToHex, bytesToUtf8, concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** Returns the MAC of all that was said, 32 bytes. */
export function transcriptMac(key: Uint8Array, hello: Uint8Array, serverHello: Uint8Array): Uint8Array {
  throw new Error("not written yet");
}

export type Client = {
  hello(): Uint8Array;
  finish(serverHello: Uint8Array, finished: Uint8Array, key: Uint8Array): string;
};

/** The client of one handshake. `random` has 32 bytes. */
export function startClient(suites: string[], random: Uint8Array): Client {
  throw new Error("not written yet");
}
