// hint: You cut at the first zero. The body may have zeros of its own: take them off from the end only, until a byte is not zero.
// caught by: strips padding, and nothing else
import { concatBytes } from "@noble/ciphers/utils.js";
import { recordNonce, u16 } from "@session-keys/kit/earlier.js";
import { type Direction, SUITES } from "../answer.js";

export function makeDirection(suite: 0x1303 | 0x1301, key: Uint8Array, iv: Uint8Array): Direction {
  let count = 0;
  const cipher = (header: Uint8Array) => SUITES[suite].cipher(key, recordNonce(iv, count++), header);
  return {
    seal(type, body) {
      const inner = concatBytes(body, Uint8Array.of(type));
      const header = concatBytes(Uint8Array.of(23, 3, 3), u16(inner.length + 16));
      return concatBytes(header, cipher(header).encrypt(inner));
    },
    open(record) {
      const inner = cipher(record.subarray(0, 5)).decrypt(record.subarray(5));
      const zero = inner.indexOf(0);
      const end = (zero < 0 ? inner.length : zero) - 1;
      return { type: inner[end], body: inner.slice(0, end) };
    },
  };
}
