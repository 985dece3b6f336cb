// hint: Alice's boxes pass, Bob's do not open: you treat each box as if Alice had sent it. Who sent it is in from, and it decides which key opens and which one seals.
// caught by: lets Alice read what Bob wrote
import { x25519 } from "@noble/curves/ed25519.js";
import { keyOf, type Mallory, openText, sealText } from "../answer.js";

export function makeMallory(): Mallory {
  const mine = x25519.keygen();
  const keys: Record<"alice" | "bob", Uint8Array> = { alice: new Uint8Array(0), bob: new Uint8Array(0) };
  const read: string[] = [];
  return {
    towardBob(fromAlice) {
      keys.alice = keyOf(mine.secretKey, fromAlice);
      return mine.publicKey;
    },
    towardAlice(fromBob) {
      keys.bob = keyOf(mine.secretKey, fromBob);
      return mine.publicKey;
    },
    relay(box, from) {
      const text = openText(keys.alice, box);
      read.push(text);
      return sealText(keys.bob, text);
    },
    loot: () => read,
  };
}
