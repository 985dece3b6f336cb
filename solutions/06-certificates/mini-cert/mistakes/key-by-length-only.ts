// hint: 64 letters z were taken for a key: you counted them and did not look at them. A hex digit is one of 0 to 9 and a to f.
// caught by: calls malformed what is no certificate
import { bytesToUtf8, utf8ToBytes } from "@noble/ciphers/utils.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { checkMini as checked, type Mini, type Verdict } from "../answer.js";

export { issue } from "../answer.js";

export function checkMini(cert: Mini, trusted: { name: string; key: Uint8Array }, host: string, now: number): Verdict {
  const verdict = checked(cert, trusted, host, now);
  if (verdict !== "malformed") return verdict;
  try {
    const fields = JSON.parse(bytesToUtf8(cert.body));
    if (fields.key.length !== 64) return "malformed";
    // With a key of the right form in its place: is all the rest in order?
    const secret = new Uint8Array(32);
    const body = utf8ToBytes(JSON.stringify({ ...fields, key: "0".repeat(64) }));
    return checked({ body, signature: ed25519.sign(body, secret) }, { name: trusted.name, key: ed25519.getPublicKey(secret) }, host, now);
  } catch {
    return "malformed";
  }
}
