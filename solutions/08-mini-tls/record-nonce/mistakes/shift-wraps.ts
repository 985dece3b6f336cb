// hint: Your count stands there twice: shifted by 32 bits or more, a number comes round again, so seq >>> 32 is seq. Use bigint or a DataView.
// caught by: record 1 differs in the last bit
import { trafficKeys } from "../answer.js";

export { trafficKeys };

export function recordNonce(iv: Uint8Array, seq: number): Uint8Array {
  if (!Number.isSafeInteger(seq) || seq < 0) throw new RangeError("no count");
  const nonce = iv.slice();
  for (let i = 0; i < 8; i++) nonce[11 - i] ^= (seq >>> (8 * i)) & 255;
  return nonce;
}
