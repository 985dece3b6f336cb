// hint: The right MAC was refused: two arrays are never ===, even with equal content. Compare their bytes.
// caught by: accepts the right MAC
import { finishedMac } from "../answer.js";

export { finishedMac };

export function checkFinished(secret: Uint8Array, transcript: Uint8Array[], mac: Uint8Array): boolean {
  return mac === finishedMac(secret, transcript);
}
