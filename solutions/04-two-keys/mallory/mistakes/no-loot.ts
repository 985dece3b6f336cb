// hint: You opened each message and kept {n} of them readable. Write down the text each time.
// caught by: returns all that was said, in order
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
      return sealText(keys[from === "alice" ? "bob" : "alice"], openText(keys[from], box));
    },
    loot: () => read,
  };
}
