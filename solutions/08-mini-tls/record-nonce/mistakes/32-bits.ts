// hint: Record 2⁴⁰ + 5 got the nonce of a much earlier one: bit operators cut numbers to 32 bits. Use bigint or a DataView.
// caught by: counts beyond 2³²
import { trafficKeys } from "../answer.js";

export { trafficKeys };

export function recordNonce(iv: Uint8Array, seq: number): Uint8Array {
  if (!Number.isSafeInteger(seq) || seq < 0) throw new RangeError("no count");
  const nonce = iv.slice();
  for (let i = 0; i < 4; i++) nonce[11 - i] ^= (seq >>> (8 * i)) & 255;
  return nonce;
}
