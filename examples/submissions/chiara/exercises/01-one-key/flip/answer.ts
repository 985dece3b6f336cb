// half right: the flip works, the lock does not hold
const utf8 = (text: string) => new TextEncoder().encode(text);

export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  if (known.length !== wanted.length) throw new Error(`"${known}" and "${wanted}" differ in length`);
  const mask = utf8(known).map((letter, i) => letter ^ (utf8(wanted)[i] ?? 0));
  return box.map((byte, i) => byte ^ (mask[i - 12] ?? 0));
}
