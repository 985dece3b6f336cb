// for learning, never for production: the records of TLS 1.3
import { gcm } from "@noble/ciphers/aes.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";
import { recordNonce, u16 } from "@session-keys/kit/earlier.js";

/** Suites by number: TLS_CHACHA20_POLY1305_SHA256 and TLS_AES_128_GCM_SHA256. */
export const SUITES = {
  [0x1303]: { cipher: chacha20poly1305, keyLength: 32 },
  [0x1301]: { cipher: gcm, keyLength: 16 },
};

export type Direction = {
  seal(type: number, body: Uint8Array): Uint8Array;
  open(record: Uint8Array): { type: number; body: Uint8Array };
};

/** `key` has 32 bytes for suite 0x1303 and 16 for 0x1301; `iv` has 12. */
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
      let end = inner.length - 1;
      while (end >= 0 && inner[end] === 0) end--;
      if (end < 0) throw new Error("unexpected_message: nothing but padding");
      return { type: inner[end], body: inner.slice(0, end) };
    },
  };
}
