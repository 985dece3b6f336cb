// hint: Your box holds your computer's time, not the one you were given. Use what comes in; otherwise nobody can test you.
// caught by: keeps the time as a number of milliseconds
import { type Login, sealLogin as right } from "../answer.js";

export function sealLogin(key: Uint8Array, login: Login): Uint8Array {
  if (!Number.isFinite(login.at)) throw new Error("no time");
  return right(key, { ...login, at: Date.now() });
}
