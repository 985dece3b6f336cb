// hint: You let go of the variable, but the array with the secret lives on in memory. Fill the array itself with zeros.
// caught by: leaves nothing to steal after finish
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { agreeInfo, type Handshake } from "../answer.js";

export function startHandshake(): Handshake {
  const { secretKey: made, publicKey } = x25519.keygen();
  let secretKey: Uint8Array | undefined = made;
  return {
    hello: () => publicKey,
    finish(theirShare) {
      if (secretKey === undefined) throw new Error("this handshake is over");
      const shared = x25519.getSharedSecret(secretKey, theirShare);
      const key = hkdf(sha256, shared, undefined, agreeInfo(publicKey, theirShare), 32);
      shared.fill(0);
      secretKey = undefined;
      return key;
    },
    steal: () => (secretKey === undefined ? [] : [secretKey]),
  };
}
