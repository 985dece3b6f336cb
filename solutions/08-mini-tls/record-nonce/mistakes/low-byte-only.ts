// hint: From record 256 on your nonces repeat: only one byte of the count is used. A repeated nonce is the two-time pad again.
// caught by: record 0x1234 differs in the last two bytes
import { trafficKeys } from "../answer.js";

export { trafficKeys };

export function recordNonce(iv: Uint8Array, seq: number): Uint8Array {
  if (!Number.isSafeInteger(seq) || seq < 0) throw new RangeError("no count");
  const nonce = iv.slice();
  nonce[11] ^= seq;
  return nonce;
}
