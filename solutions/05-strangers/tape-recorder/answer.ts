// for learning: what a stolen key opens, a year later
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToUtf8, concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { openWith } from "../sealed-box/answer.js";

export type Taped =
  | { kind: "transport"; wrapped: Uint8Array; records: Uint8Array[] }
  | { kind: "agreed"; clientShare: Uint8Array; serverShare: Uint8Array; records: Uint8Array[] };

/** The key that two sides agree on (lesson 4), 32 bytes. */
export function agree(mySecret: Uint8Array, theirPublic: Uint8Array): Uint8Array {
  const publicKeys = [x25519.getPublicKey(mySecret), theirPublic].sort(compareBytes);
  const info = concatBytes(utf8ToBytes("session-keys agree v1"), ...publicKeys);
  return hkdf(sha256, x25519.getSharedSecret(mySecret, theirPublic), undefined, info, 32);
}

/** Below 0 if `a` is the smaller one, above 0 if `b` is, 0 if they are equal. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}

/** The text in nonce ‖ ciphertext ‖ tag. Throws if the key or the box is not the right one. */
export function openText(key: Uint8Array, box: Uint8Array): string {
  return bytesToUtf8(chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12)));
}

/** The session key, if the stolen secret leads to it. */
export function keyOf(session: Taped, stolen: Uint8Array): Uint8Array | undefined {
  if (session.kind === "transport") return attempt(() => openWith(stolen, session.wrapped));
  // An honest server's share was made for one session, and its secret half is gone.
  const isLazy = equalBytes(session.serverShare, x25519.getPublicKey(stolen));
  return isLazy ? attempt(() => agree(stolen, session.clientShare)) : undefined;
}

/** Eve has time: what cannot be opened is skipped. */
export function attempt<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

/** `stolen` is the server's long-term secret, 32 bytes. Returns every text that it opens, in the order of the tape. */
export function openTape(sessions: Taped[], stolen: Uint8Array): string[] {
  return sessions.flatMap((session) => {
    const key = keyOf(session, stolen);
    if (key === undefined) return [];
    return session.records.flatMap((record) => attempt(() => openText(key, record)) ?? []);
  });
}
