// I wanted to know what is inside, so this is RFC 8439 by hand, on rows of bits. It takes its time.
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

/** 32 bits, the lowest first. */
type Word = string;

const word = (n: number): Word => [...(n >>> 0).toString(2).padStart(32, "0")].reverse().join("");
const number = (w: Word): number => Number.parseInt([...w].reverse().join(""), 2);
const xor = (a: Word, b: Word): Word => [...a].map((bit, i) => (bit === b[i] ? "0" : "1")).join("");
const turn = (a: Word, places: number): Word => a.slice(32 - places) + a.slice(0, 32 - places);

function add(a: Word, b: Word): Word {
  let sum = "";
  let carry = 0;
  for (let i = 0; i < 32; i++) {
    const ones = Number(a[i]) + Number(b[i]) + carry;
    sum += ones % 2;
    carry = ones > 1 ? 1 : 0;
  }
  return sum;
}

// RFC 8439 §2.1
function quarterRound(s: Word[], a: number, b: number, c: number, d: number): void {
  const step = (to: number, from: number, mix: number, places: number) => {
    s[to] = add(s[to], s[from]);
    s[mix] = turn(xor(s[mix], s[to]), places);
  };
  step(a, b, d, 16);
  step(c, d, b, 12);
  step(a, b, d, 8);
  step(c, d, b, 7);
}

const words = (bytes: Uint8Array): Word[] =>
  Array.from({ length: bytes.length / 4 }, (_, i) => word(bytes[4 * i] | (bytes[4 * i + 1] << 8) | (bytes[4 * i + 2] << 16) | (bytes[4 * i + 3] << 24)));

// §2.3
function block(key: Uint8Array, nonce: Uint8Array, counter: number): Uint8Array {
  const start = [...words(new TextEncoder().encode("expand 32-byte k")), ...words(key), word(counter), ...words(nonce)];
  const s = [...start];
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 4; i++) quarterRound(s, i, 4 + i, 8 + i, 12 + i);
    for (let i = 0; i < 4; i++) quarterRound(s, i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
  }
  return Uint8Array.from(s.map((w, i) => number(add(w, start[i]))).flatMap((n) => [n, n >>> 8, n >>> 16, n >>> 24]));
}

// §2.4; block 0 is for the tag
const chacha = (key: Uint8Array, nonce: Uint8Array, text: Uint8Array): Uint8Array => {
  const stream = concatBytes(...Array.from({ length: Math.ceil(text.length / 64) }, (_, i) => block(key, nonce, i + 1)));
  return text.map((byte, i) => byte ^ stream[i]);
};

const big = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => 256n * sum + BigInt(byte), 0n);
const bytesOf = (n: bigint, length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => Number((n >> BigInt(8 * i)) & 255n));

// §2.5 and §2.8
function tagOf(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const once = block(key, nonce, 0);
  const r = big(once.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  const filled = new Uint8Array(16 * Math.ceil(ciphertext.length / 16));
  filled.set(ciphertext);
  const message = concatBytes(filled, bytesOf(0n, 8), bytesOf(BigInt(ciphertext.length), 8));
  let sum = 0n;
  for (let at = 0; at < message.length; at += 16) sum = ((sum + big(message.subarray(at, at + 16)) + 2n ** 128n) * r) % (2n ** 130n - 5n);
  return bytesOf(sum + big(once.subarray(16, 32)), 16);
}

export function seal(key: Uint8Array, plain: string): Uint8Array {
  const nonce = randomBytes(12);
  const ciphertext = chacha(key, nonce, new TextEncoder().encode(plain));
  return concatBytes(nonce, ciphertext, tagOf(key, nonce, ciphertext));
}

export function open(key: Uint8Array, box: Uint8Array): string {
  if (box.length < 28) throw new Error(`${box.length} bytes are no box`);
  const nonce = box.subarray(0, 12);
  const ciphertext = box.subarray(12, -16);
  const tag = tagOf(key, nonce, ciphertext);
  if (box.subarray(-16).some((byte, i) => byte !== tag[i])) throw new Error("the tag does not fit");
  return new TextDecoder().decode(chacha(key, nonce, ciphertext));
}
