// hint: You looked at one end of its time only: this one begins next week, and you took it today. A certificate can be too early as well as too late.
// caught by: refuses before and after its time
import { readCert, verify } from "../answer.js";

export function checkLeaf(leafDer: Uint8Array, caDer: Uint8Array, host: string, now: number): Uint8Array {
  const [leaf, ca] = [readCert(leafDer), readCert(caDer)];
  if (leaf.issuer !== ca.subject) throw new Error("unknown_ca");
  if (!verify(ca.key, leaf.signature, leaf.tbs)) throw new Error("unknown_ca");
  if (now > leaf.notAfter) throw new Error("certificate_expired");
  if (!leaf.dnsNames.some((name) => name.toLowerCase() === host.toLowerCase())) throw new Error("bad_certificate");
  return leaf.key;
}
