// hint: I sent an empty MAC and you said true: you compared all of its bytes, and it has none. Check the length first.
// caught by: refuses an empty and a shortened MAC
import { finishedMac } from "../answer.js";

export { finishedMac };

export function checkFinished(secret: Uint8Array, transcript: Uint8Array[], mac: Uint8Array): boolean {
  const right = finishedMac(secret, transcript);
  return mac.every((byte, i) => byte === right[i]);
}
