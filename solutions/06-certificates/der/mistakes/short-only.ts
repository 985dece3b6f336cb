// hint: The length byte 81 is no length: its first bit says that the next byte holds it.
// caught by: reads a length of 200
import type { Node } from "../answer.js";

export function der(bytes: Uint8Array): Node[] {
  const nodes: Node[] = [];
  let start = 0;
  while (start < bytes.length) {
    if (start + 1 >= bytes.length) throw new Error("no length");
    const length = bytes[start + 1] & 0x7f;
    const from = start + 2;
    const end = from + length;
    if (end > bytes.length) throw new Error("past the end");
    nodes.push({ tag: bytes[start], body: bytes.slice(from, end), start, end });
    start = end;
  }
  return nodes;
}
