// hint: Bit operators, >> and & too, cut a number to 32 bits: of 2⁴⁰ + 5 they left 5. Divide by 256 instead, or use bigint.
// caught by: counts beyond 2³²
import { trafficKeys } from "../answer.js";

export { trafficKeys };

export function recordNonce(iv: Uint8Array, seq: number): Uint8Array {
  if (!Number.isSafeInteger(seq) || seq < 0) throw new RangeError("no count");
  const nonce = iv.slice();
  let rest = seq;
  for (let i = 11; i >= 4; i--) {
    nonce[i] ^= rest & 255;
    rest >>= 8;
  }
  return nonce;
}
