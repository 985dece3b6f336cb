// for learning: the outermost boxes

export type Node = { tag: number; body: Uint8Array; start: number; end: number };

/** All items side by side in `bytes`. Throws if they are not DER. */
export function der(bytes: Uint8Array): Node[] {
  throw new Error("not written yet");
}
