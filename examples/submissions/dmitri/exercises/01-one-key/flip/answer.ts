export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  const forged = box.slice();
  for (let i = 0; i < known.length; i++) {
    forged[12 + i] = box[12 + i] ^ known.charCodeAt(i) ^ wanted.charCodeAt(i;
  }
  return forged;
}
