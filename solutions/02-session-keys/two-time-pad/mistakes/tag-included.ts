// hint: The end of your answer is noise: the last 16 bytes of a box are the tag, not text.
// caught by: leaves nonce and tag out
export function twoTimePad(box1: Uint8Array, box2: Uint8Array, plain1: Uint8Array): Uint8Array {
  const c1 = box1.subarray(12);
  const c2 = box2.subarray(12);
  const length = Math.min(c1.length, c2.length);
  return Uint8Array.from({ length }, (_, i) => c1[i] ^ c2[i] ^ plain1[i]);
}
