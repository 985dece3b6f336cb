// hint: Your key depends only on what went over the wire, so Eve computes it too. The shared secret must go in.
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
      return hkdf(sha256, agreeInfo(publicKey, theirShare), undefined, undefined, 32);
    },
    steal: () => [secretKey],
  };
}
