// hint: You put the count in place of the iv's last eight bytes. It is mixed in, by XOR.
// caught by: record 0 has the iv itself
import { trafficKeys } from "../answer.js";

export { trafficKeys };

export function recordNonce(iv: Uint8Array, seq: number): Uint8Array {
  if (!Number.isSafeInteger(seq) || seq < 0) throw new RangeError("no count");
  const nonce = iv.slice();
  new DataView(nonce.buffer).setBigUint64(4, BigInt(seq));
  return nonce;
}
