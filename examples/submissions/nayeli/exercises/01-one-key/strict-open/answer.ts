import { chacha20poly1305 as aead } from "@noble/ciphers/chacha.js";

const LENGTHS = { key: 32, nonce: 12, tag: 16 } as const;
type Pieces = Record<keyof typeof LENGTHS | "ciphertext" | "aad", Uint8Array>;

function* complaints(pieces: Pieces): Generator<string> {
  for (const [name, length] of Object.entries(LENGTHS)) {
    if (pieces[name as keyof Pieces].byteLength !== length) yield `${name} is not ${length} bytes long`;
  }
}

export var strictOpen = async function (...[key, nonce, ciphertext, tag, aad]: Uint8Array[]) {
  for (const _ of complaints({ key, nonce, ciphertext, tag, aad })) return null;
  return Promise.resolve([...ciphertext, ...tag])
    .then((joined) => aead(key, nonce, aad).decrypt(Uint8Array.from(joined)))
    .catch(() => null);
};
