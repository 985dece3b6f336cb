// hint: JSON does not know bytes: of your key it made {"0":…,"1":…}. Write the key as hex.
// caught by: issues a certificate that says what it should, signed by the CA
import { utf8ToBytes } from "@noble/ciphers/utils.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import type { Mini, Subject } from "../answer.js";

export { checkMini } from "../answer.js";

export function issue(caName: string, caSecret: Uint8Array, { host, key, notBefore, notAfter }: Subject): Mini {
  const body = utf8ToBytes(JSON.stringify({ host, issuer: caName, key, notBefore, notAfter }));
  return { body, signature: ed25519.sign(body, caSecret) };
}
