// hint: Two runs showed the same ephemeral key. Who steals that one secret opens all tapes that hold it. Make the pair inside each call.
// caught by: two runs share no ephemeral key and no session key
import { concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { sign, verify } from "../answer.js";

const clientPair = x25519.keygen();
const serverPair = x25519.keygen();

function keyFrom(shared: Uint8Array, said: Uint8Array): Uint8Array {
  return hkdf(sha256, shared, undefined, concatBytes(utf8ToBytes("session-keys handshake v1"), sha256(said)), 32);
}

export function makeClient(serverKey: Uint8Array): { hello(): Uint8Array; finish(reply: Uint8Array): Uint8Array } {
  const mine = clientPair;
  return {
    hello: () => mine.publicKey,
    finish(reply) {
      if (reply.length !== 96) throw new Error("a reply has 96 bytes");
      const share = reply.subarray(0, 32);
      const said = concatBytes(mine.publicKey, share);
      if (!verify("handshake", said, reply.subarray(32), serverKey)) throw new Error("wrong signature");
      return keyFrom(x25519.getSharedSecret(mine.secretKey, share), said);
    },
  };
}

export function makeServer(signSecret: Uint8Array): { reply(hello: Uint8Array): Uint8Array; key(): Uint8Array } {
  const mine = serverPair;
  let key = new Uint8Array(0);
  return {
    reply(hello) {
      const said = concatBytes(hello, mine.publicKey);
      key = Uint8Array.from(keyFrom(x25519.getSharedSecret(mine.secretKey, hello), said));
      return concatBytes(mine.publicKey, sign("handshake", said, signSecret));
    },
    key: () => key,
  };
}
