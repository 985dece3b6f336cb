// hint: Bob opens tickets with his own long-term key, which you do not have. You need not make one: you have one on tape.
// caught by: sends Bob the ticket from the tape
import { openRaw, sealRaw, toBytes, toNumber } from "../answer.js";

export function replayOldSession(tape: Uint8Array[], oldKey: Uint8Array): { first: Uint8Array; answer(challenge: Uint8Array): Uint8Array } {
  return { first: sealRaw(oldKey, oldKey), answer: (challenge) => sealRaw(oldKey, toBytes(toNumber(openRaw(oldKey, challenge)) - 1n)) };
}
