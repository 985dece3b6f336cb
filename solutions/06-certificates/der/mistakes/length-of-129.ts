// hint: You took the byte 81 for a length of 129. From 80 on, such a byte says how many bytes of length follow.
// caught by: reads a length of 200
import type { Node } from "../answer.js";

export function der(bytes: Uint8Array): Node[] {
  const nodes: Node[] = [];
  let start = 0;
  while (start < bytes.length) {
    if (start + 1 >= bytes.length) throw new Error("no length");
    const length = bytes[start + 1];
    const from = start + 2;
    const end = from + length;
    if (end > bytes.length) throw new Error("past the end");
    nodes.push({ tag: bytes[start], body: bytes.slice(from, end), start, end });
    start = end;
  }
  return nodes;
}
