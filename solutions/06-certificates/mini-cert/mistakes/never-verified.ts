// hint: A stranger signed this certificate, and you accepted it. verify answers true or false: look at its answer.
// caught by: refuses what a stranger or the subject itself signed
import { ed25519 } from "@noble/curves/ed25519.js";
import { fieldsIn, type Mini, type Verdict } from "../answer.js";

export { issue } from "../answer.js";

export function checkMini(cert: Mini, trusted: { name: string; key: Uint8Array }, host: string, now: number): Verdict {
  const fields = fieldsIn(cert.body);
  if (fields === undefined) return "malformed";
  if (fields.issuer !== trusted.name) return "unknown-issuer";
  ed25519.verify(cert.signature, cert.body, trusted.key);
  if (now < fields.notBefore) return "not-yet-valid";
  if (now > fields.notAfter) return "expired";
  return fields.host.toLowerCase() === host.toLowerCase() ? "ok" : "wrong-host";
}
