// for learning: a repeated nonce in AES-GCM, and what can be written with it
import { concatBytes } from "@noble/ciphers/utils.js";

type Pair = { plain: Uint8Array; box: Uint8Array };

// Given: clock arithmetic for bits. Numbers of 128 bits are added by XOR (^), and wrap around when multiplied, as hours
// do at twelve. Every number but 0 has an inverse, and every one has exactly one square root (NIST SP 800-38D §6.3).

/** Bytes as a number, the first byte on the left. */
const toNumber = (bytes: Uint8Array): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

/** A number as 16 bytes. */
const toBytes = (x: bigint) => Uint8Array.from({ length: 16 }, (_, i) => Number((x >> BigInt(120 - 8 * i)) & 255n));

/** Byte by byte; as long as the shorter of the two. */
const xor = (a: Uint8Array, b: Uint8Array): Uint8Array => a.slice(0, b.length).map((byte, i) => byte ^ b[i]);

function mul(x: bigint, y: bigint): bigint {
  let product = 0n;
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((x >> bit) & 1n) product ^= y;
    y = y & 1n ? (y >> 1n) ^ (0xe1n << 120n) : y >> 1n;
  }
  return product;
}

/** What x must be multiplied by to give 1. */
function inv(x: bigint): bigint {
  let product = 1n << 127n; // this is how 1 is written here
  for (let i = 1; i < 128; i++) {
    x = mul(x, x);
    product = mul(product, x);
  }
  return product;
}

function sqrt(x: bigint): bigint {
  for (let i = 1; i < 128; i++) x = mul(x, x);
  return x;
}

const blank = (what: string): never => {
  throw new Error(`not written yet: ${what}`);
};

/** Each box is ciphertext (16 bytes) ‖ tag (16 bytes); `wanted` has 1 to 16 bytes. */
export function forge(a: Pair, b: Pair, wanted: Uint8Array): Uint8Array {
  const [c1, t1] = [toNumber(a.box.subarray(0, 16)), toNumber(a.box.subarray(16))];
  const [c2, t2] = [toNumber(b.box.subarray(0, 16)), toNumber(b.box.subarray(16))];

  const ciphertext: Uint8Array = blank("wanted, under the key stream of both messages");
  const hSquared: bigint = blank("H², from both tags and both ciphertexts");
  const h: bigint = blank("H");
  const s: bigint = blank("s, from the first message and its tag");
  const tag: bigint = blank("the tag of your own ciphertext");
  return concatBytes(ciphertext, toBytes(tag));
}
