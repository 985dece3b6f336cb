// hint: I changed one bit and you said true. You compared only how long they are.
// caught by: refuses a MAC with one bit changed
import { finishedMac } from "../answer.js";

export { finishedMac };

export function checkFinished(secret: Uint8Array, transcript: Uint8Array[], mac: Uint8Array): boolean {
  return mac.length === finishedMac(secret, transcript).length;
}
