// hint: You returned {n} bytes, but only {m} are covered by both messages. Beyond that you guess.
// caught by: returns only what it can know when the second is longer
export function twoTimePad(box1: Uint8Array, box2: Uint8Array, plain1: Uint8Array): Uint8Array {
  const c1 = box1.subarray(12, -16);
  const c2 = box2.subarray(12, -16);
  return c2.map((byte, i) => byte ^ c1[i] ^ plain1[i]);
}
