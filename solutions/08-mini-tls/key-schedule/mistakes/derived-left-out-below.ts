// hint: The handshake secret is right; on the way to master the step 'derived' is missing.
// caught by: computes the master secret of RFC 8448
import { extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { hkdfExpandLabel } from "../answer.js";

const zeros = new Uint8Array(32);
const ofNothing = sha256(new Uint8Array(0));

export function keySchedule(ecdhe: Uint8Array, helloHash: Uint8Array, serverHash: Uint8Array) {
  const early = extract(sha256, zeros, zeros);
  const toHandshake = hkdfExpandLabel(early, "derived", ofNothing, 32);
  const handshake = extract(sha256, ecdhe, toHandshake);
  const master = extract(sha256, zeros, handshake);
  return {
    handshake,
    clientHs: hkdfExpandLabel(handshake, "c hs traffic", helloHash, 32),
    serverHs: hkdfExpandLabel(handshake, "s hs traffic", helloHash, 32),
    master,
    clientApp: hkdfExpandLabel(master, "c ap traffic", serverHash, 32),
    serverApp: hkdfExpandLabel(master, "s ap traffic", serverHash, 32),
  };
}
