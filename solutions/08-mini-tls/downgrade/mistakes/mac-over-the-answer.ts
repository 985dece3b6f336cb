// hint: I changed *your* message, and both ends still made the same MAC: it covers the answer only. Begin with the bytes that you sent.
// caught by: throws when Mallory struck out the strong suite
import { bytesToHex, bytesToUtf8, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

export function transcriptMac(key: Uint8Array, _hello: Uint8Array, serverHello: Uint8Array): Uint8Array {
  return hmac(sha256, key, sha256(serverHello));
}

export function startClient(suites: string[], random: Uint8Array) {
  const hello = utf8ToBytes(JSON.stringify({ suites, random: bytesToHex(random) }));
  const finish = (serverHello: Uint8Array, finished: Uint8Array, key: Uint8Array): string => {
    const { suite } = parsed(serverHello);
    if (!equalBytes(finished, transcriptMac(key, hello, serverHello))) throw new Error("downgrade");
    if (!suites.includes(suite)) throw new Error("not-offered");
    return suite;
  };
  return { hello: () => hello, finish };
}

function parsed(serverHello: Uint8Array) {
  try {
    return JSON.parse(bytesToUtf8(serverHello));
  } catch {
    throw new Error("decode");
  }
}
