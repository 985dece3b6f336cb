// hint: The ephemeral secret is gone, but the shared secret that it made was still there, and it is just as good for a thief. Erase it as well.
// caught by: leaves nothing to steal after finish
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { agreeInfo, type Handshake } from "../answer.js";

export function startHandshake(): Handshake {
  const { secretKey, publicKey } = x25519.keygen();
  const held = [secretKey];
  let isOver = false;
  return {
    hello: () => publicKey,
    finish(theirShare) {
      if (isOver) throw new Error("this handshake is over");
      isOver = true;
      const shared = x25519.getSharedSecret(secretKey, theirShare);
      held.push(shared);
      secretKey.fill(0);
      return hkdf(sha256, shared, undefined, agreeInfo(publicKey, theirShare), 32);
    },
    steal: () => held,
  };
}
