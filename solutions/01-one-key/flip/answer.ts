// for learning: change a message whose key you do not have

const nonceLength = 12;

/** `box` is nonce (12 bytes) ‖ ciphertext; `known` and `wanted` are ASCII and equally long. */
export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  const before = new TextEncoder().encode(known);
  const after = new TextEncoder().encode(wanted);
  if (before.length !== after.length) throw new Error("known and wanted must be equally long");

  const forged = box.slice();
  for (let i = 0; i < before.length; i++) {
    // The difference takes the old letter out and puts the new one in; the key stream stays.
    forged[nonceLength + i] ^= before[i] ^ after[i];
  }
  return forged;
}
