// hint: The same answer opened the door twice. Cross a challenge off as soon as it has been answered.
// caught by: refuses the same answer twice
import { bytesToHex, randomBytes } from "@noble/ciphers/utils.js";
import { bothNames, openRaw } from "../answer.js";

export { answer } from "../answer.js";

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
        const answered = openRaw(key, box, bothNames(client, server));
        return open.has(bytesToHex(answered)) ? "ok" : "unknown";
      } catch {
        return "forged";
      }
    },
  };
}
