// for learning: what two messages under one key stream give away

const nonceLength = 12;
const tagLength = 16;

/** Each box is nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes); `plain1` is the whole text in `box1`. */
export function twoTimePad(box1: Uint8Array, box2: Uint8Array, plain1: Uint8Array): Uint8Array {
  const c1 = box1.subarray(nonceLength, -tagLength);
  const c2 = box2.subarray(nonceLength, -tagLength);
  const plain2 = new Uint8Array(Math.min(c1.length, c2.length));
  for (let i = 0; i < plain2.length; i++) {
    // c1 XOR plain1 is the key stream; it opens the second message too.
    plain2[i] = c1[i] ^ plain1[i] ^ c2[i];
  }
  return plain2;
}
