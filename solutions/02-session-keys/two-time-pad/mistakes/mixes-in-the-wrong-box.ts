// hint: The key stream is still in your answer. Box one, box two and text one are all needed.
// caught by: reads the second message
export function twoTimePad(box1: Uint8Array, box2: Uint8Array, plain1: Uint8Array): Uint8Array {
  const c1 = box1.subarray(12, -16);
  const c2 = box2.subarray(12, -16);
  const length = Math.min(c1.length, c2.length);
  return Uint8Array.from({ length }, (_, i) => c2[i] ^ plain1[i]);
}
