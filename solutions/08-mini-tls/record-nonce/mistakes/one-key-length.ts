// hint: A ChaCha20 key has 32 bytes; yours has 16. Take the length that you are given.
// caught by: makes a key of 32 bytes too
import { hkdfExpandLabel, recordNonce } from "../answer.js";

export { recordNonce };

export function trafficKeys(secret: Uint8Array, keyLength: number) {
  const none = new Uint8Array(0);
  return { key: hkdfExpandLabel(secret, "key", none, Math.min(keyLength, 16)), iv: hkdfExpandLabel(secret, "iv", none, 12) };
}
