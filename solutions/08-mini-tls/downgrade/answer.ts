// for learning: two sides choose a cipher, and Mallory would like a say in it
import { bytesToHex, bytesToUtf8, concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** Returns the MAC of all that was said, 32 bytes. */
export function transcriptMac(key: Uint8Array, hello: Uint8Array, serverHello: Uint8Array): Uint8Array {
  return hmac(sha256, key, sha256(concatBytes(hello, serverHello)));
}

export type Client = {
  hello(): Uint8Array;
  finish(serverHello: Uint8Array, finished: Uint8Array, key: Uint8Array): string;
};

/** The client of one handshake. `random` has 32 bytes. */
export function startClient(suites: string[], random: Uint8Array): Client {
  const hello = utf8ToBytes(JSON.stringify({ suites, random: bytesToHex(random) }));
  return {
    hello: () => hello,
    finish(serverHello, finished, key) {
      const { suite } = decode(serverHello);
      // What was said is trusted only from here on.
      if (!equalBytes(finished, transcriptMac(key, hello, serverHello))) throw new Error("downgrade: the server heard, or said, something else");
      if (typeof suite !== "string" || !suites.includes(suite)) throw new Error("not-offered: the server chose a suite that is not on the list");
      return suite;
    },
  };
}

function decode(serverHello: Uint8Array): { suite?: unknown } {
  try {
    return Object(JSON.parse(bytesToUtf8(serverHello)));
  } catch {
    throw new Error("decode: the server's answer is not JSON");
  }
}
