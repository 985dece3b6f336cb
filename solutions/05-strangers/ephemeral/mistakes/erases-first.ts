// hint: Both sides got different keys: you erased the secret before you used it. A secret of zeros still gives an answer, without any error. First compute, then erase.
// caught by: reaches the same key as the other side
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
      isOver = true;
      secretKey.fill(0);
      const shared = x25519.getSharedSecret(secretKey, theirShare);
      const key = hkdf(sha256, shared, undefined, agreeInfo(publicKey, theirShare), 32);
      shared.fill(0);
      return key;
    },
    steal: () => [secretKey],
  };
}
