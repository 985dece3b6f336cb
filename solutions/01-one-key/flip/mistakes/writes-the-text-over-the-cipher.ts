// hint: You put readable letters where cipher bytes should be; Bob decrypts them into noise. Change each cipher byte by the difference between the old letter and the new one.
// caught by: makes Bob read the wanted text
export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  const before = new TextEncoder().encode(known);
  const after = new TextEncoder().encode(wanted);
  if (before.length !== after.length) throw new Error("known and wanted must be equally long");

  const forged = box.slice();
  for (let i = 0; i < before.length; i++) {
    forged[12 + i] = after[i];
  }
  return forged;
}
