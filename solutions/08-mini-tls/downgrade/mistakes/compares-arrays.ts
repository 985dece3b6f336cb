// hint: Your client refuses the right MAC too. If you compared with ===: two arrays are never equal to it, even with equal content. Compare their bytes.
// caught by: agrees with an honest server that runs your transcriptMac
import { bytesToHex, bytesToUtf8, concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

export function transcriptMac(key: Uint8Array, hello: Uint8Array, serverHello: Uint8Array): Uint8Array {
  return hmac(sha256, key, sha256(concatBytes(hello, serverHello)));
}

export function startClient(suites: string[], random: Uint8Array) {
  const hello = utf8ToBytes(JSON.stringify({ suites, random: bytesToHex(random) }));
  const finish = (serverHello: Uint8Array, finished: Uint8Array, key: Uint8Array): string => {
    const { suite } = parsed(serverHello);
    if (finished !== transcriptMac(key, hello, serverHello)) throw new Error("downgrade");
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
