// hint: The first record was right, the second used the same nonce again. Count one up for each record.
// caught by: seals the second and the third record too
import { concatBytes } from "@noble/ciphers/utils.js";
import { recordNonce, u16 } from "@session-keys/kit/earlier.js";
import { type Direction, SUITES } from "../answer.js";

export function makeDirection(suite: 0x1303 | 0x1301, key: Uint8Array, iv: Uint8Array): Direction {
  const count = 0;
  const cipher = (header: Uint8Array) => SUITES[suite].cipher(key, recordNonce(iv, count), header);
  return {
    seal(type, body) {
      const inner = concatBytes(body, Uint8Array.of(type));
      const header = concatBytes(Uint8Array.of(23, 3, 3), u16(inner.length + 16));
      return concatBytes(header, cipher(header).encrypt(inner));
    },
    open(record) {
      const inner = cipher(record.subarray(0, 5)).decrypt(record.subarray(5));
      let end = inner.length - 1;
      while (end >= 0 && inner[end] === 0) end--;
      if (end < 0) throw new Error("unexpected_message: nothing but padding");
      return { type: inner[end], body: inner.slice(0, end) };
    },
  };
}
