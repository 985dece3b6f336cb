// hint: Bob's server asked Alice the question that Carol's door had asked him, and her answer opened Carol's door. Nothing said for whom it was meant. Bind both names to it.
// caught by: refuses at Carol's an answer that Alice meant for Bob, even to Carol's own question
import { bytesToHex, randomBytes } from "@noble/ciphers/utils.js";
import { openRaw, sealRaw } from "../answer.js";

const none = new Uint8Array(0);

export function answer(key: Uint8Array, challenge: Uint8Array, client: string, server: string): Uint8Array {
  return sealRaw(key, challenge, none);
}

export function makeDoor(key: Uint8Array, server: string, client: string): { challenge(): Uint8Array; check(answer: Uint8Array): "ok" | "forged" | "unknown" } {
  const open = new Set<string>();
  return {
    challenge() {
      const asked = randomBytes(16);
      open.add(bytesToHex(asked));
      return asked;
    },
    check(box) {
      try {
        const answered = openRaw(key, box, none);
        return open.delete(bytesToHex(answered)) ? "ok" : "unknown";
      } catch {
        return "forged";
      }
    },
  };
}
