// hint: You added the count. TLS mixes it in by XOR.
// caught by: record 1 differs in the last bit
import { trafficKeys } from "../answer.js";

export { trafficKeys };

export function recordNonce(iv: Uint8Array, seq: number): Uint8Array {
  if (!Number.isSafeInteger(seq) || seq < 0) throw new RangeError("no count");
  const nonce = iv.slice();
  const view = new DataView(nonce.buffer);
  view.setBigUint64(4, BigInt.asUintN(64, view.getBigUint64(4) + BigInt(seq)));
  return nonce;
}
