// hint: For numbers that end in 00 you must borrow from the byte before. Count with the whole number.
// caught by: answers when the number ends in a zero byte
import { openRaw, sealRaw } from "../answer.js";

export function replayOldSession(tape: Uint8Array[], oldKey: Uint8Array): { first: Uint8Array; answer(challenge: Uint8Array): Uint8Array } {
  const answer = (challenge: Uint8Array): Uint8Array => {
    const number = openRaw(oldKey, challenge).slice();
    number[7]--;
    return sealRaw(oldKey, number);
  };
  return { first: tape[2], answer };
}
