// hint: You returned {n} bytes, as many as text one has, but text two has only {m}. Behind its ciphertext comes the tag. Stop where the shorter text ends.
// caught by: returns the whole second message when it is shorter
export function twoTimePad(box1: Uint8Array, box2: Uint8Array, plain1: Uint8Array): Uint8Array {
  const keyStream = plain1.map((byte, i) => byte ^ box1[12 + i]);
  return keyStream.map((byte, i) => byte ^ box2[12 + i]);
}
