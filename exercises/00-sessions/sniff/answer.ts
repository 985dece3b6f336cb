// for learning: what Eve does with her tape

/** `tape` is UTF-8, its lines end with CR LF. Returns the last login on it; throws if there is none. */
export function sniff(tape: Uint8Array): { user: string; pass: string } {
  throw new Error("not written yet");
}
