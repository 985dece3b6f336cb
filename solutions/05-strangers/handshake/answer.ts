// for learning: two strangers, one known key, and nobody in the middle
import { concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** What lesson 4 signs. */
function toBeSigned(purpose: string, message: Uint8Array): Uint8Array {
  const name = utf8ToBytes(purpose);
  return concatBytes(utf8ToBytes("session-keys v1 "), Uint8Array.of(name.length), name, message);
}

/** Returns the signature, 64 bytes. */
export function sign(purpose: string, message: Uint8Array, secret: Uint8Array): Uint8Array {
  return ed25519.sign(toBeSigned(purpose, message), secret);
}

/** Whether `signature` fits this message, for this purpose, under this key. Never throws. */
export function verify(purpose: string, message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, toBeSigned(purpose, message), publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** One side's ephemeral pair. It agrees once; then its secret half is gone. */
export function ephemeral() {
  const { secretKey, publicKey } = x25519.keygen();
  let isUsed = false;
  return {
    publicKey,
    /** Returns the session key, 32 bytes. */
    agree(theirs: Uint8Array, said: Uint8Array): Uint8Array {
      if (isUsed) throw new Error("this handshake is over");
      isUsed = true;
      try {
        const info = concatBytes(utf8ToBytes("session-keys handshake v1"), sha256(said));
        return hkdf(sha256, x25519.getSharedSecret(secretKey, theirs), undefined, info, 32);
      } finally {
        secretKey.fill(0);
      }
    },
  };
}

/** `serverKey` is the server's Ed25519 public key, 32 bytes. */
export function makeClient(serverKey: Uint8Array): { hello(): Uint8Array; finish(reply: Uint8Array): Uint8Array } {
  const mine = ephemeral();
  return {
    hello: () => mine.publicKey,
    finish(reply) {
      if (reply.length !== 96) throw new Error(`a reply has 96 bytes, this one ${reply.length}`);
      const [share, signature] = [reply.subarray(0, 32), reply.subarray(32)];
      const said = concatBytes(mine.publicKey, share);
      if (!verify("handshake", said, signature, serverKey)) throw new Error("the server did not sign this handshake");
      return mine.agree(share, said);
    },
  };
}

/** `signSecret` is the server's Ed25519 secret, 32 bytes. */
export function makeServer(signSecret: Uint8Array): { reply(hello: Uint8Array): Uint8Array; key(): Uint8Array } {
  const mine = ephemeral();
  let key: Uint8Array | undefined;
  return {
    reply(hello) {
      const said = concatBytes(hello, mine.publicKey);
      key = mine.agree(hello, said);
      return concatBytes(mine.publicKey, sign("handshake", said, signSecret));
    },
    key() {
      if (key === undefined) throw new Error("no hello has come yet");
      return key;
    },
  };
}
