// hint: Large numbers came back changed: above 2⁵³ everyday numbers lose their last digits. Stay with bigint.
// caught by: answers numbers beyond 2⁵³
import { openRaw, sealRaw, toBytes, toNumber } from "../answer.js";

export function replayOldSession(tape: Uint8Array[], oldKey: Uint8Array): { first: Uint8Array; answer(challenge: Uint8Array): Uint8Array } {
  return { first: tape[2], answer: (challenge) => sealRaw(oldKey, toBytes(BigInt(Number(toNumber(openRaw(oldKey, challenge))) - 1))) };
}
