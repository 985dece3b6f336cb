// hint: The server read a time in January 1970. You sent seconds, it expects milliseconds.
// caught by: keeps the time as a number of milliseconds
import { type Login, sealLogin as right } from "../answer.js";

export const sealLogin = (key: Uint8Array, login: Login): Uint8Array => right(key, { ...login, at: login.at / 1000 });
