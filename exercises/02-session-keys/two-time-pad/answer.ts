// for learning: what two messages under one key stream give away

/** Each box is nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes); `plain1` is the whole text in `box1`. */
export function twoTimePad(box1: Uint8Array, box2: Uint8Array, plain1: Uint8Array): Uint8Array {
  throw new Error("not written yet");
}
