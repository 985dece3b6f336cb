// hint: What you have is text one mixed with text two; the key stream is gone already. You know text one. Take it out as well.
// caught by: reads the second message
export function twoTimePad(box1: Uint8Array, box2: Uint8Array, plain1: Uint8Array): Uint8Array {
  const c1 = box1.subarray(12, -16);
  const c2 = box2.subarray(12, -16);
  const length = Math.min(c1.length, c2.length);
  return Uint8Array.from({ length }, (_, i) => c1[i] ^ c2[i]);
}
