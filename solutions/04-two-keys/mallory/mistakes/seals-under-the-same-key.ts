// hint: You sealed the box again under the key it came with. The receiver shares another one with you.
// caught by: lets Bob read what Alice wrote
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
      const text = openText(keys[from], box);
      read.push(text);
      return sealText(keys[from], text);
    },
    loot: () => read,
  };
}
