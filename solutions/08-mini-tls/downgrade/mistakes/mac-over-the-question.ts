// hint: I changed the server's answer on its way, and you did not notice: the MAC covers only your own message. Cover the answer too.
// caught by: throws when Mallory changed the server's answer
import { bytesToHex, bytesToUtf8, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

export function transcriptMac(key: Uint8Array, hello: Uint8Array, _serverHello: Uint8Array): Uint8Array {
  return hmac(sha256, key, sha256(hello));
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
