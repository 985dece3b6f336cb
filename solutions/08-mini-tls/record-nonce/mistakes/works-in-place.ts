// hint: After the call the iv itself had changed, so the next nonce is built on sand. Copy it first.
// caught by: does not change the iv
import { trafficKeys } from "../answer.js";

export { trafficKeys };

export function recordNonce(iv: Uint8Array, seq: number): Uint8Array {
  if (!Number.isSafeInteger(seq) || seq < 0) throw new RangeError("no count");
  const count = new Uint8Array(12);
  new DataView(count.buffer).setBigUint64(4, BigInt(seq));
  for (let i = 0; i < 12; i++) iv[i] ^= count[i];
  return iv;
}
