// hint: hello gave two different keys in one handshake, so finish no longer fits what you sent. Make the pair once, at the start.
// caught by: says the same hello twice within one handshake
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { agreeInfo, type Handshake } from "../answer.js";

export function startHandshake(): Handshake {
  let pair = x25519.keygen();
  let isOver = false;
  return {
    hello() {
      pair = x25519.keygen();
      return pair.publicKey;
    },
    finish(theirShare) {
      if (isOver) throw new Error("this handshake is over");
      isOver = true;
      const shared = x25519.getSharedSecret(pair.secretKey, theirShare);
      const key = hkdf(sha256, shared, undefined, agreeInfo(pair.publicKey, theirShare), 32);
      shared.fill(0);
      pair.secretKey.fill(0);
      return key;
    },
    steal: () => [pair.secretKey],
  };
}
