// hint: After finish, hello gave another key: you work it out from the secret each time, and the secret is zeros by then. The public key is no secret; keep it.
// caught by: says the same hello twice within one handshake
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { agreeInfo, type Handshake } from "../answer.js";

export function startHandshake(): Handshake {
  const { secretKey, publicKey } = x25519.keygen();
  let isOver = false;
  return {
    hello: () => x25519.getPublicKey(secretKey),
    finish(theirShare) {
      if (isOver) throw new Error("this handshake is over");
      isOver = true;
      try {
        const shared = x25519.getSharedSecret(secretKey, theirShare);
        const key = hkdf(sha256, shared, undefined, agreeInfo(publicKey, theirShare), 32);
        shared.fill(0);
        return key;
      } finally {
        secretKey.fill(0);
      }
    },
    steal: () => [secretKey],
  };
}
