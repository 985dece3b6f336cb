// hint: Your body begins with its own tag and length. It starts after them.
// caught by: reads one short item
import type { Node } from "../answer.js";

export function der(bytes: Uint8Array): Node[] {
  const nodes: Node[] = [];
  let start = 0;
  while (start < bytes.length) {
    let length = bytes[start + 1];
    let from = start + 2;
    if (length === undefined) throw new Error("no length");
    if (length >= 0x80) {
      const n = length - 0x80;
      if (n === 0 || n > 3 || from + n > bytes.length) throw new Error("a length of this kind is not allowed");
      length = bytes.slice(from, from + n).reduce((sum, byte) => sum * 256 + byte, 0);
      if (length < 0x80 || bytes[from] === 0) throw new Error("longer than needed");
      from += n;
    }
    const end = from + length;
    if (end > bytes.length) throw new Error("past the end");
    nodes.push({ tag: bytes[start], body: bytes.slice(start, end), start, end });
    start = end;
  }
  return nodes;
}
