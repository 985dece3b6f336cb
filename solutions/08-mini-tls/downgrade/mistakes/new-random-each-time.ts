// hint: hello gave other bytes the second time, so nobody can know which ones you sent. Make it once.
// caught by: agrees with an honest server that runs your transcriptMac
import { bytesToHex, bytesToUtf8, concatBytes, equalBytes, utf8ToBytes, randomBytes } from "@noble/ciphers/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

export function transcriptMac(key: Uint8Array, hello: Uint8Array, serverHello: Uint8Array): Uint8Array {
  return hmac(sha256, key, sha256(concatBytes(hello, serverHello)));
}

export function startClient(suites: string[], random: Uint8Array) {
  const hello = () => utf8ToBytes(JSON.stringify({ suites, random: bytesToHex(randomBytes(random.length)) }));
  const finish = (serverHello: Uint8Array, finished: Uint8Array, key: Uint8Array): string => {
    const { suite } = parsed(serverHello);
    if (!equalBytes(finished, transcriptMac(key, hello(), serverHello))) throw new Error("downgrade");
    if (!suites.includes(suite)) throw new Error("not-offered");
    return suite;
  };
  return { hello, finish };
}

function parsed(serverHello: Uint8Array) {
  try {
    return JSON.parse(bytesToUtf8(serverHello));
  } catch {
    throw new Error("decode");
  }
}
