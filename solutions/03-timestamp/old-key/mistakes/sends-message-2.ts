// hint: That message was for Alice, and Bob cannot open it. He expects what Alice passed on to him: the third message.
// caught by: sends Bob the ticket from the tape
import { openRaw, sealRaw, toBytes, toNumber } from "../answer.js";

export function replayOldSession(tape: Uint8Array[], oldKey: Uint8Array): { first: Uint8Array; answer(challenge: Uint8Array): Uint8Array } {
  return { first: tape[1], answer: (challenge) => sealRaw(oldKey, toBytes(toNumber(openRaw(oldKey, challenge)) - 1n)) };
}
