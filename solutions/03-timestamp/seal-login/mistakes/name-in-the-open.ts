// hint: Eve read the name '{loot}' off the wire. Put all three fields inside the box.
// caught by: hides the name from Eve
import { concatBytes } from "@noble/ciphers/utils.js";
import { type Login, sealLogin as right } from "../answer.js";

export const sealLogin = (key: Uint8Array, login: Login): Uint8Array => concatBytes(new TextEncoder().encode(login.name), right(key, login));
