// hint: Key right, iv wrong: it was made under the label of the key. It has its own.
// caught by: makes the key and iv of RFC 8448 §3
import { hkdfExpandLabel, recordNonce } from "../answer.js";

export { recordNonce };

export function trafficKeys(secret: Uint8Array, keyLength: number) {
  const none = new Uint8Array(0);
  return { key: hkdfExpandLabel(secret, "key", none, keyLength), iv: hkdfExpandLabel(secret, "key", none, 12) };
}
