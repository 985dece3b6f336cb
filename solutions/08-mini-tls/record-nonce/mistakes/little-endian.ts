// hint: Your count has its small byte first. Big-endian: the small byte is the last of all.
// caught by: record 1 differs in the last bit
import { trafficKeys } from "../answer.js";

export { trafficKeys };

export function recordNonce(iv: Uint8Array, seq: number): Uint8Array {
  if (!Number.isSafeInteger(seq) || seq < 0) throw new RangeError("no count");
  const count = new Uint8Array(12);
  new DataView(count.buffer).setBigUint64(4, BigInt(seq), true);
  return count.map((byte, i) => byte ^ iv[i]);
}
