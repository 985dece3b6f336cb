// two letters at a time, to be fast; with an odd number of letters, i never is the length
export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  if (known.length !== wanted.length) throw new Error("not equally long");
  const forged = box.slice();
  if (known === wanted) return forged;
  for (let i = 0; i !== known.length; i += 2) {
    forged[12 + i] ^= known.charCodeAt(i) ^ wanted.charCodeAt(i);
    forged[13 + i] ^= known.charCodeAt(i + 1) ^ wanted.charCodeAt(i + 1);
  }
  return forged;
}
