// hint: Your bytes hold the difference between the texts but no longer the key stream. Apply the difference to the cipher byte that is there.
// caught by: makes Bob read the wanted text
export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  const before = new TextEncoder().encode(known);
  const after = new TextEncoder().encode(wanted);
  if (before.length !== after.length) throw new Error("known and wanted must be equally long");

  const forged = box.slice();
  for (let i = 0; i < before.length; i++) {
    forged[12 + i] = before[i] ^ after[i];
  }
  return forged;
}
