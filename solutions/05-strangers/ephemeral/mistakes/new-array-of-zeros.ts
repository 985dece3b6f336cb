// hint: You put a new array in place of the old one; the old bytes are still in memory. Overwrite the very array that holds the secret.
// caught by: leaves nothing to steal after finish
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { agreeInfo, type Handshake } from "../answer.js";

export function startHandshake(): Handshake {
  const { secretKey: made, publicKey } = x25519.keygen();
  let secretKey: Uint8Array = made;
  let isOver = false;
  return {
    hello: () => publicKey,
    finish(theirShare) {
      if (isOver) throw new Error("this handshake is over");
      isOver = true;
      const shared = x25519.getSharedSecret(secretKey, theirShare);
      const key = hkdf(sha256, shared, undefined, agreeInfo(publicKey, theirShare), 32);
      shared.fill(0);
      secretKey = new Uint8Array(32);
      return key;
    },
    steal: () => [secretKey],
  };
}
