// hint: After finish your ephemeral secret was still there. I took it, and with the tape I got your session key: {loot}. Overwrite it as soon as it is used.
// caught by: leaves nothing to steal after finish
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
      const shared = x25519.getSharedSecret(secretKey, theirShare);
      const key = hkdf(sha256, shared, undefined, agreeInfo(publicKey, theirShare), 32);
      shared.fill(0);
      return key;
    },
    steal: () => [secretKey],
  };
}
