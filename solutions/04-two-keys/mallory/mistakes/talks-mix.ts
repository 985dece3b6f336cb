// hint: Two talks went on at once, and a box of the first no longer opened: your keys and texts lie outside makeMallory, where the second talk overwrites them. Keep them inside.
// caught by: two talks at once do not mix
import { x25519 } from "@noble/curves/ed25519.js";
import { keyOf, type Mallory, openText, sealText } from "../answer.js";

const mine = x25519.keygen();
const keys: Record<"alice" | "bob", Uint8Array> = { alice: new Uint8Array(0), bob: new Uint8Array(0) };
const read: string[] = [];

export const makeMallory = (): Mallory => ({
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
    return sealText(keys[from === "alice" ? "bob" : "alice"], text);
  },
  loot: () => read,
});
