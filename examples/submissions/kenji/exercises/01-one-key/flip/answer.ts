// A byte is a row of eight bits, as in the pictures. I turn over the bits in which the letters differ.
const row = (byte: number): string[] => [...byte.toString(2).padStart(8, "0")];
const byteOf = (bits: string[]): number => Number.parseInt(bits.join(""), 2);

export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  if (known.length !== wanted.length) throw new Error(`${known.length} letters known, ${wanted.length} wanted`);
  let forged = Array.from(box, row);
  for (let letter = 0; letter < known.length; letter++) {
    const before = row(known.charCodeAt(letter));
    const after = row(wanted.charCodeAt(letter));
    for (let bit = 0; bit < 8; bit++) {
      if (before[bit] === after[bit]) continue;
      forged = forged.map((bits, at) => (at === 12 + letter ? bits.with(bit, bits[bit] === "1" ? "0" : "1") : bits));
    }
  }
  return Uint8Array.from(forged, byteOf);
}
