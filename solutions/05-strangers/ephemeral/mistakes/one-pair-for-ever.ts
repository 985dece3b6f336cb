// hint: Two handshakes said the same hello. Who steals that one secret reads all of them. Make the pair inside startHandshake.
// caught by: never repeats a hello in another handshake
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { agreeInfo, type Handshake } from "../answer.js";

const { secretKey, publicKey } = x25519.keygen();

export function startHandshake(): Handshake {
  let isOver = false;
  return {
    hello: () => publicKey,
    finish(theirShare) {
      if (isOver) throw new Error("this handshake is over");
      isOver = true;
      const shared = x25519.getSharedSecret(secretKey, theirShare);
      const key = hkdf(sha256, shared, undefined, agreeInfo(publicKey, theirShare), 32);
      shared.fill(0);
      secretKey.fill(0);
      return key;
    },
    steal: () => [secretKey],
  };
}
