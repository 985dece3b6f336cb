// hint: Bob sees Alice's real key, so the key that he makes is one that you do not have. He too must see a key of yours.
// caught by: replaces both public keys
import { type Mallory, makeMallory as right } from "../answer.js";

export function makeMallory(): Mallory {
  const mallory = right();
  return {
    ...mallory,
    towardBob(fromAlice) {
      mallory.towardBob(fromAlice);
      return fromAlice;
    },
  };
}
