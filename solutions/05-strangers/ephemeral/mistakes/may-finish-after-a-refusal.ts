// hint: noble refused the first share, and you erased the secret; then a second finish worked, with a secret of 32 zeros, which everybody has. The handshake is over after a refusal too.
// caught by: throws on a weak public key, and erases all the same
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { agreeInfo, type Handshake } from "../answer.js";

export function startHandshake(): Handshake {
  const { secretKey, publicKey } = x25519.keygen();
  let isOver = false;
  return {
    hello: () => publicKey,
    finish(theirShare) {
      if (isOver) throw new Error("this handshake is over");
      try {
        const shared = x25519.getSharedSecret(secretKey, theirShare);
        const key = hkdf(sha256, shared, undefined, agreeInfo(publicKey, theirShare), 32);
        shared.fill(0);
        isOver = true;
        return key;
      } finally {
        secretKey.fill(0);
      }
    },
    steal: () => [secretKey],
  };
}
