// hint: You looked into the answer before you had checked the MAC. Until then it is the word of whoever sent it. Keep to the order.
// caught by: looks at JSON, MAC and list in this order
import { bytesToHex, bytesToUtf8, concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

export function transcriptMac(key: Uint8Array, hello: Uint8Array, serverHello: Uint8Array): Uint8Array {
  return hmac(sha256, key, sha256(concatBytes(hello, serverHello)));
}

export function startClient(suites: string[], random: Uint8Array) {
  const hello = utf8ToBytes(JSON.stringify({ suites, random: bytesToHex(random) }));
  const finish = (serverHello: Uint8Array, finished: Uint8Array, key: Uint8Array): string => {
    const { suite } = parsed(serverHello);
    if (!suites.includes(suite)) throw new Error("not-offered");
    if (!equalBytes(finished, transcriptMac(key, hello, serverHello))) throw new Error("downgrade");
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
