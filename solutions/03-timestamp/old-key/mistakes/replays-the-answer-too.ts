// hint: That is last year's answer to last year's number. Bob asks a new one; you have the key, so read it and answer.
// caught by: does not send an answer from the tape

export function replayOldSession(tape: Uint8Array[], oldKey: Uint8Array): { first: Uint8Array; answer(challenge: Uint8Array): Uint8Array } {
  return { first: tape[2], answer: () => tape[4] };
}
