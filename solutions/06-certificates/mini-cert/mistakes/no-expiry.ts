// hint: This certificate ended a year ago, and you accepted it. Its key may long be lost. Compare now with both ends.
// caught by: refuses before and after its time
import { ed25519 } from "@noble/curves/ed25519.js";
import { fieldsIn, type Mini, type Verdict } from "../answer.js";

export { issue } from "../answer.js";

export function checkMini(cert: Mini, trusted: { name: string; key: Uint8Array }, host: string, now: number): Verdict {
  const fields = fieldsIn(cert.body);
  if (fields === undefined) return "malformed";
  if (fields.issuer !== trusted.name) return "unknown-issuer";
  if (cert.signature.length !== 64 || !ed25519.verify(cert.signature, cert.body, trusted.key)) return "bad-signature";
  if (now < fields.notBefore) return "not-yet-valid";
  return fields.host.toLowerCase() === host.toLowerCase() ? "ok" : "wrong-host";
}
