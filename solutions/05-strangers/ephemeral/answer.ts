// for learning: agree, and forget what one could be robbed of
import { concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

export type Handshake = {
  hello(): Uint8Array;
  finish(theirShare: Uint8Array): Uint8Array;
  steal(): Uint8Array[];
};

/** Below 0 if `a` is the smaller one, above 0 if `b` is, 0 if they are equal. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}

/** Lesson 4's info for HKDF, from both public keys in either order. */
export function agreeInfo(a: Uint8Array, b: Uint8Array): Uint8Array {
  return concatBytes(utf8ToBytes("session-keys agree v1"), ...[a, b].sort(compareBytes));
}

export function startHandshake(): Handshake {
  const { secretKey, publicKey } = x25519.keygen();
  let isOver = false;
  return {
    hello: () => publicKey,
    finish(theirShare) {
      if (isOver) throw new Error("this handshake is over");
      isOver = true;
      try {
        const shared = x25519.getSharedSecret(secretKey, theirShare);
        const key = hkdf(sha256, shared, undefined, agreeInfo(publicKey, theirShare), 32);
        shared.fill(0);
        return key;
      } finally {
        // Also when noble refuses their share.
        secretKey.fill(0);
      }
    },
    steal: () => [secretKey],
  };
}
