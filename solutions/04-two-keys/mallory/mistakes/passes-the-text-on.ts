// hint: You opened the box and passed on the bare text. The receiver expects a box, and whoever listens could read along. Seal it again.
// caught by: lets Bob read what Alice wrote
import { x25519 } from "@noble/curves/ed25519.js";
import { keyOf, type Mallory, openText } from "../answer.js";

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
      return new TextEncoder().encode(text);
    },
    loot: () => [...read],
  };
}
