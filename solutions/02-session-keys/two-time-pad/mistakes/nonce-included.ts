// hint: The first 12 bytes of your answer are not of the second text: they come from the nonces, which are equal and cancel out. The ciphertext starts behind them.
// caught by: leaves nonce and tag out
export function twoTimePad(box1: Uint8Array, box2: Uint8Array, plain1: Uint8Array): Uint8Array {
  const length = Math.min(plain1.length, box2.length - 28);
  return Uint8Array.from({ length }, (_, i) => box1[i] ^ box2[i] ^ plain1[i]);
}
