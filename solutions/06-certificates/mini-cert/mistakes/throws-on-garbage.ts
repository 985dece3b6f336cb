// hint: A body that is no JSON made you throw. Who checks a certificate expects a verdict, and strangers send what they like. Catch it.
// caught by: calls malformed what is no certificate
import { bytesToUtf8 } from "@noble/ciphers/utils.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import type { Mini, Verdict } from "../answer.js";

export { issue } from "../answer.js";

export function checkMini(cert: Mini, trusted: { name: string; key: Uint8Array }, host: string, now: number): Verdict {
  const fields = JSON.parse(bytesToUtf8(cert.body));
  if (fields.issuer !== trusted.name) return "unknown-issuer";
  if (cert.signature.length !== 64 || !ed25519.verify(cert.signature, cert.body, trusted.key)) return "bad-signature";
  if (now < fields.notBefore) return "not-yet-valid";
  if (now > fields.notAfter) return "expired";
  return fields.host.toLowerCase() === host.toLowerCase() ? "ok" : "wrong-host";
}
