// hint: Bob got N back; the protocol asks for N − 1, so that an echo is not enough.
// caught by: answers Bob's new challenge
import { openRaw, sealRaw } from "../answer.js";

export function replayOldSession(tape: Uint8Array[], oldKey: Uint8Array): { first: Uint8Array; answer(challenge: Uint8Array): Uint8Array } {
  return { first: tape[2], answer: (challenge) => sealRaw(oldKey, openRaw(oldKey, challenge)) };
}
