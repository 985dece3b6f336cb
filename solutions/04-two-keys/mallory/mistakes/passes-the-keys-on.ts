// hint: Alice and Bob now share a key that you do not have. Each must see a key of yours in place of the other's.
// caught by: replaces both public keys
import type { Mallory } from "../answer.js";

export const makeMallory = (): Mallory => ({
  towardBob: (fromAlice) => fromAlice,
  towardAlice: (fromBob) => fromBob,
  relay: (box) => box,
  loot: () => [],
});
