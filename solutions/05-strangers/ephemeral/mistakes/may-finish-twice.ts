// hint: A second finish worked. The secret should be gone by then: remember that the handshake is over, and throw.
// caught by: finishes only once
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { agreeInfo, type Handshake } from "../answer.js";

export function startHandshake(): Handshake {
  const { secretKey, publicKey } = x25519.keygen();
  return {
    hello: () => publicKey,
    finish(theirShare) {
      const shared = x25519.getSharedSecret(secretKey, theirShare);
      const key = hkdf(sha256, shared, undefined, agreeInfo(publicKey, theirShare), 32);
      shared.fill(0);
      secretKey.fill(0);
      return key;
    },
    steal: () => [secretKey],
  };
}
