export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  const forged = box.slice();
  let i = 0;
  while (i < known.length) {
    forged[12 + i] = (box[12 + i] ?? 0) ^ known.charCodeAt(i) ^ wanted.charCodeAt(i);
  }
  return forged;
}
