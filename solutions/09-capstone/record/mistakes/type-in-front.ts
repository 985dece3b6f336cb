// hint: The real type stands behind the data, not in front.
// caught by: opens a record, and finds its real type
import { concatBytes } from "@noble/ciphers/utils.js";
import { recordNonce, u16 } from "@session-keys/kit/earlier.js";
import { type Direction, SUITES } from "../answer.js";

export function makeDirection(suite: 0x1303 | 0x1301, key: Uint8Array, iv: Uint8Array): Direction {
  let count = 0;
  const cipher = (header: Uint8Array) => SUITES[suite].cipher(key, recordNonce(iv, count++), header);
  return {
    seal(type, body) {
      const inner = concatBytes(Uint8Array.of(type), body);
      const header = concatBytes(Uint8Array.of(23, 3, 3), u16(inner.length + 16));
      return concatBytes(header, cipher(header).encrypt(inner));
    },
    open(record) {
      const inner = cipher(record.subarray(0, 5)).decrypt(record.subarray(5));
      let end = inner.length - 1;
      while (end >= 0 && inner[end] === 0) end--;
      if (end < 0) throw new Error("unexpected_message: nothing but padding");
      return { type: inner[0], body: inner.slice(1, end + 1) };
    },
  };
}
