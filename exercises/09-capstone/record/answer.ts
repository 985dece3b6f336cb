// for learning, never for production: the records of TLS 1.3
import { gcm } from "@noble/ciphers/aes.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";
import { recordNonce, u16 } from "@session-keys/kit/earlier.js";

/** Suites by number: TLS_CHACHA20_POLY1305_SHA256 and TLS_AES_128_GCM_SHA256. */
const SUITES = {
  [0x1303]: { cipher: chacha20poly1305, keyLength: 32 },
  [0x1301]: { cipher: gcm, keyLength: 16 },
};

export type Direction = {
  seal(type: number, body: Uint8Array): Uint8Array;
  open(record: Uint8Array): { type: number; body: Uint8Array };
};

/** `key` has 32 bytes for suite 0x1303 and 16 for 0x1301; `iv` has 12. */
export function makeDirection(suite: 0x1303 | 0x1301, key: Uint8Array, iv: Uint8Array): Direction {
  throw new Error("not written yet");
}
