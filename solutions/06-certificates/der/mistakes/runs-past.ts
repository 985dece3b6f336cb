// hint: An item promised 5 bytes, 2 were left, and you returned 2. Who believes such a promise reads foreign memory in other languages. Check before you cut.
// caught by: throws when an item runs past the end
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
    nodes.push({ tag: bytes[start], body: bytes.slice(from, end), start, end });
    start = end;
  }
  return nodes;
}
