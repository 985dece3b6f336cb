// hint: Your two ends agree, but not with ours: your info lacks the hash of what was said. With it, two sides that heard different words never share a key.
// caught by: works with our server and with our client
import { concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { sign, verify } from "../answer.js";

const keyFrom = (shared: Uint8Array): Uint8Array => hkdf(sha256, shared, undefined, utf8ToBytes("session-keys handshake v1"), 32);

export function makeClient(serverKey: Uint8Array): { hello(): Uint8Array; finish(reply: Uint8Array): Uint8Array } {
  const mine = x25519.keygen();
  return {
    hello: () => mine.publicKey,
    finish(reply) {
      if (reply.length !== 96) throw new Error("a reply has 96 bytes");
      const share = reply.subarray(0, 32);
      const said = concatBytes(mine.publicKey, share);
      if (!verify("handshake", said, reply.subarray(32), serverKey)) throw new Error("wrong signature");
      return keyFrom(x25519.getSharedSecret(mine.secretKey, share));
    },
  };
}

export function makeServer(signSecret: Uint8Array): { reply(hello: Uint8Array): Uint8Array; key(): Uint8Array } {
  const mine = x25519.keygen();
  let key = new Uint8Array(0);
  return {
    reply(hello) {
      const said = concatBytes(hello, mine.publicKey);
      key = Uint8Array.from(keyFrom(x25519.getSharedSecret(mine.secretKey, hello)));
      return concatBytes(mine.publicKey, sign("handshake", said, signSecret));
    },
    key: () => key,
  };
}
