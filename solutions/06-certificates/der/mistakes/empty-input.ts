// hint: Empty input made you throw, although it holds nothing wrong: no bytes, no items, an empty list. Look for bytes before you read a tag.
// caught by: reads empty bodies and empty input
import type { Node } from "../answer.js";

export function der(bytes: Uint8Array): Node[] {
  const nodes: Node[] = [];
  let start = 0;
  do {
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
    nodes.push({ tag: bytes[start], body: bytes.slice(from, end), start, end });
    start = end;
  } while (start < bytes.length);
  return nodes;
}
