// for learning: the key schedule of TLS 1.3
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** Lesson 7's function. `context` is empty, or a hash. */
export function hkdfExpandLabel(secret: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array {
  const full = utf8ToBytes(`tls13 ${label}`);
  const info = concatBytes(Uint8Array.of(length >> 8, length & 255, full.length), full, Uint8Array.of(context.length), context);
  return expand(sha256, secret, info, length);
}

/** Each has 32 bytes. */
export type Secrets = {
  handshake: Uint8Array;
  clientHs: Uint8Array;
  serverHs: Uint8Array;
  master: Uint8Array;
  clientApp: Uint8Array;
  serverApp: Uint8Array;
};

const zeros = new Uint8Array(32);
const ofNothing = sha256(new Uint8Array(0));

const derive = (secret: Uint8Array, label: string, hash: Uint8Array) => hkdfExpandLabel(secret, label, hash, 32);

/** `ecdhe` is the raw shared secret; the hashes are of the messages up to ServerHello, and up to the server's Finished. */
export function keySchedule(ecdhe: Uint8Array, helloHash: Uint8Array, serverHash: Uint8Array): Secrets {
  const early = extract(sha256, zeros, zeros);
  const handshake = extract(sha256, ecdhe, derive(early, "derived", ofNothing));
  const master = extract(sha256, zeros, derive(handshake, "derived", ofNothing));
  return {
    handshake,
    clientHs: derive(handshake, "c hs traffic", helloHash),
    serverHs: derive(handshake, "s hs traffic", helloHash),
    master,
    clientApp: derive(master, "c ap traffic", serverHash),
    serverApp: derive(master, "s ap traffic", serverHash),
  };
}
