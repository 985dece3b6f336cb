// for learning: a certificate in six lines
import { bytesToHex, bytesToUtf8, utf8ToBytes } from "@noble/ciphers/utils.js";
import { ed25519 } from "@noble/curves/ed25519.js";

export type Mini = { body: Uint8Array; signature: Uint8Array };
export type Subject = { host: string; key: Uint8Array; notBefore: number; notAfter: number };
export type Verdict = "ok" | "malformed" | "unknown-issuer" | "bad-signature" | "not-yet-valid" | "expired" | "wrong-host";

type Fields = { host: string; issuer: string; key: string; notBefore: number; notAfter: number };

/** `caSecret` has 32 bytes; times are in milliseconds. */
export function issue(caName: string, caSecret: Uint8Array, subject: Subject): Mini {
  const { host, key, notBefore, notAfter } = subject;
  const body = utf8ToBytes(JSON.stringify({ host, issuer: caName, key: bytesToHex(key), notBefore, notAfter }));
  return { body, signature: ed25519.sign(body, caSecret) };
}

/** Never throws. `trusted.key` has 32 bytes; `now` is in milliseconds. */
export function checkMini(cert: Mini, trusted: { name: string; key: Uint8Array }, host: string, now: number): Verdict {
  const fields = fieldsIn(cert.body);
  if (fields === undefined) return "malformed";
  if (fields.issuer !== trusted.name) return "unknown-issuer";
  if (!isSigned(cert, trusted.key)) return "bad-signature";
  if (now < fields.notBefore) return "not-yet-valid";
  if (now > fields.notAfter) return "expired";
  return fields.host.toLowerCase() === host.toLowerCase() ? "ok" : "wrong-host";
}

export function fieldsIn(body: Uint8Array): Fields | undefined {
  try {
    const { host, issuer, key, notBefore, notAfter } = JSON.parse(bytesToUtf8(body));
    const areTexts = typeof host === "string" && typeof issuer === "string" && /^[0-9a-f]{64}$/i.test(key);
    const areTimes = typeof notBefore === "number" && typeof notAfter === "number";
    return areTexts && areTimes ? { host, issuer, key, notBefore, notAfter } : undefined;
  } catch {
    return undefined;
  }
}

/** noble throws on a signature of a wrong length; that too is a no. */
function isSigned({ body, signature }: Mini, key: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, body, key, { zip215: false });
  } catch {
    return false;
  }
}
