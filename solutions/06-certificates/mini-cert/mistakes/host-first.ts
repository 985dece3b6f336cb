// hint: A certificate that a stranger signed for eve.test is above all not signed. You looked at the host first; until the signature holds, every other field is the word of whoever sent it. Keep to the order.
// caught by: judges in the order of the verdicts
import { ed25519 } from "@noble/curves/ed25519.js";
import { fieldsIn, type Mini, type Verdict } from "../answer.js";

export { issue } from "../answer.js";

export function checkMini(cert: Mini, trusted: { name: string; key: Uint8Array }, host: string, now: number): Verdict {
  const fields = fieldsIn(cert.body);
  if (fields === undefined) return "malformed";
  if (fields.issuer !== trusted.name) return "unknown-issuer";
  if (fields.host.toLowerCase() !== host.toLowerCase()) return "wrong-host";
  if (cert.signature.length !== 64 || !ed25519.verify(cert.signature, cert.body, trusted.key)) return "bad-signature";
  if (now < fields.notBefore) return "not-yet-valid";
  if (now > fields.notAfter) return "expired";
  return "ok";
}
