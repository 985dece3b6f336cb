// for learning: the outermost boxes

export type Node = { tag: number; body: Uint8Array; start: number; end: number };

/** All items side by side in `bytes`. Throws if they are not DER. */
export function der(bytes: Uint8Array): Node[] {
  const nodes: Node[] = [];
  for (let start = 0; start < bytes.length; start = nodes[nodes.length - 1].end) {
    const { length, from } = lengthAt(bytes, start + 1);
    const end = from + length;
    if (end > bytes.length) throw new Error(`the item at ${start} promises ${length} bytes, and ${bytes.length - from} are left`);
    nodes.push({ tag: bytes[start], body: bytes.slice(from, end), start, end });
  }
  return nodes;
}

/** The length that stands at `at`, and where the body begins. */
function lengthAt(bytes: Uint8Array, at: number): { length: number; from: number } {
  if (at >= bytes.length) throw new Error("a tag without a length");
  const first = bytes[at];
  if (first < 0x80) return { length: first, from: at + 1 };
  const from = at + 1 + (first - 0x80);
  const digits = bytes.subarray(at + 1, from);
  if (digits.length === 0 || digits.length > 3 || from > bytes.length) throw new Error(`a length of ${first - 0x80} bytes`);
  const length = digits.reduce((sum, byte) => sum * 256 + byte, 0);
  // One byte less would have done.
  if (length < 0x80 || digits[0] === 0) throw new Error(`the length ${length} is longer than needed`);
  return { length, from };
}
