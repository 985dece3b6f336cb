export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  if (known.length !== wanted.length) throw new Error("known and wanted are not equally long");
  const from = new TextEncoder().encode(known);
  const to = new TextEncoder().encode(wanted);
  return box.map((byte, at) => (at < 12 || at >= 12 + from.length ? byte : byte ^ from[at - 12] ^ to[at - 12]));
}
