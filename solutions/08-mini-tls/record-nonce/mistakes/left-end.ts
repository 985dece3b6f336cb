// hint: Record 1 changed a byte near the front. The count stands at the right end, behind four zero bytes.
// caught by: record 1 differs in the last bit
import { trafficKeys } from "../answer.js";

export { trafficKeys };

export function recordNonce(iv: Uint8Array, seq: number): Uint8Array {
  if (!Number.isSafeInteger(seq) || seq < 0) throw new RangeError("no count");
  const count = new Uint8Array(12);
  new DataView(count.buffer).setBigUint64(0, BigInt(seq));
  return count.map((byte, i) => byte ^ iv[i]);
}
