// hint: Whatever comes, you say true: to a MAC with one bit changed, and to none at all. Compare what came with the MAC that you make yourself, and return the answer.
// caught by: refuses a MAC with one bit changed
import { finishedMac } from "../answer.js";

export { finishedMac };

export function checkFinished(secret: Uint8Array, transcript: Uint8Array[], mac: Uint8Array): boolean {
  finishedMac(secret, transcript);
  return mac instanceof Uint8Array;
}
