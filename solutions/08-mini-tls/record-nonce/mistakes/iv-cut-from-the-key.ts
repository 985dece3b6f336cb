// hint: Your iv is a piece of the key's own output. Key and iv are derived apart, each under its own label.
// caught by: makes the key and iv of RFC 8448 §3
import { hkdfExpandLabel, recordNonce } from "../answer.js";

export { recordNonce };

export function trafficKeys(secret: Uint8Array, keyLength: number) {
  const none = new Uint8Array(0);
  const both = hkdfExpandLabel(secret, "key", none, keyLength + 12);
  return { key: both.slice(0, keyLength), iv: both.slice(keyLength) };
}
