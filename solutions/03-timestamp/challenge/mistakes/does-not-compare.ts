// hint: Any box under this key opened the door, even one that answers nobody's question. Look whether its challenge is open.
// caught by: refuses an answer to a challenge that it never asked
import { randomBytes } from "@noble/ciphers/utils.js";
import { bothNames, openRaw } from "../answer.js";

export { answer } from "../answer.js";

export function makeDoor(key: Uint8Array, server: string, client: string): { challenge(): Uint8Array; check(answer: Uint8Array): "ok" | "forged" | "unknown" } {
  return {
    challenge: () => randomBytes(16),
    check(box) {
      try {
        openRaw(key, box, bothNames(client, server));
        return "ok";
      } catch {
        return "forged";
      }
    },
  };
}
