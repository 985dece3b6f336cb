// hint: Your door asked the same question twice, so yesterday's answer still fits. Draw 16 new bytes for each call.
// caught by: asks 16 fresh bytes each time, also after a restart
import { bytesToHex, randomBytes } from "@noble/ciphers/utils.js";
import { bothNames, openRaw } from "../answer.js";

export { answer } from "../answer.js";

export function makeDoor(key: Uint8Array, server: string, client: string): { challenge(): Uint8Array; check(answer: Uint8Array): "ok" | "forged" | "unknown" } {
  const open = new Set<string>();
  const asked = randomBytes(16);
  return {
    challenge() {
      open.add(bytesToHex(asked));
      return asked;
    },
    check(box) {
      try {
        const answered = openRaw(key, box, bothNames(client, server));
        return open.delete(bytesToHex(answered)) ? "ok" : "unknown";
      } catch {
        return "forged";
      }
    },
  };
}
