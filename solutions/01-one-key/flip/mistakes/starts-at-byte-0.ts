// hint: You changed the first 12 bytes, which are the nonce, so Bob made a quite different key stream. The cipher bytes begin after it.
// caught by: leaves the nonce alone
export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  const before = new TextEncoder().encode(known);
  const after = new TextEncoder().encode(wanted);
  if (before.length !== after.length) throw new Error("known and wanted must be equally long");

  const forged = box.slice();
  for (let i = 0; i < before.length; i++) {
    forged[i] ^= before[i] ^ after[i];
  }
  return forged;
}
