// hint: I wrote the fields in another order, with spaces, and signed that; you refused it. What you checked was a copy that you wrote anew, and what is in the copy nobody signed. Check the bytes you got.
// caught by: checks the signature over the bytes received
import { utf8ToBytes } from "@noble/ciphers/utils.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { fieldsIn, type Mini, type Verdict } from "../answer.js";

export { issue } from "../answer.js";

export function checkMini(cert: Mini, trusted: { name: string; key: Uint8Array }, host: string, now: number): Verdict {
  const fields = fieldsIn(cert.body);
  if (fields === undefined) return "malformed";
  if (fields.issuer !== trusted.name) return "unknown-issuer";
  const { issuer, key, notBefore, notAfter } = fields;
  const body = utf8ToBytes(JSON.stringify({ host: fields.host, issuer, key, notBefore, notAfter }));
  if (cert.signature.length !== 64 || !ed25519.verify(cert.signature, body, trusted.key)) return "bad-signature";
  if (now < fields.notBefore) return "not-yet-valid";
  if (now > fields.notAfter) return "expired";
  return fields.host.toLowerCase() === host.toLowerCase() ? "ok" : "wrong-host";
}
