// hint: Bob got 8 bare bytes. The answer, too, goes under the session key.
// caught by: answers Bob's new challenge
import { openRaw, toBytes, toNumber } from "../answer.js";

export function replayOldSession(tape: Uint8Array[], oldKey: Uint8Array): { first: Uint8Array; answer(challenge: Uint8Array): Uint8Array } {
  return { first: tape[2], answer: (challenge) => toBytes(toNumber(openRaw(oldKey, challenge)) - 1n) };
}
