// hint: 82 says that the next *two* bytes hold the length; you read one and took the other for content.
// caught by: reads a length of 300
import type { Node } from "../answer.js";

export function der(bytes: Uint8Array): Node[] {
  const nodes: Node[] = [];
  let start = 0;
  while (start < bytes.length) {
    let length = bytes[start + 1];
    let from = start + 2;
    if (length === undefined) throw new Error("no length");
    if (length >= 0x80) {
      length = bytes[from];
      from += 1;
    }
    const end = from + length;
    if (end > bytes.length) throw new Error("past the end");
    nodes.push({ tag: bytes[start], body: bytes.slice(from, end), start, end });
    start = end;
  }
  return nodes;
}
