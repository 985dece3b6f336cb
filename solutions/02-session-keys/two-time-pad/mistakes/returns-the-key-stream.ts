// hint: You found the key stream, well done. Now use it on the second message.
// caught by: reads the second message
export function twoTimePad(box1: Uint8Array, box2: Uint8Array, plain1: Uint8Array): Uint8Array {
  const c1 = box1.subarray(12, -16);
  const c2 = box2.subarray(12, -16);
  const length = Math.min(c1.length, c2.length);
  return Uint8Array.from({ length }, (_, i) => c1[i] ^ plain1[i]);
}
