// hint: You read the host from the subject. That was given up long ago: the names that count are in dnsNames.
// caught by: does not take the common name for a host
import { readCert, verify } from "../answer.js";

export function checkLeaf(leafDer: Uint8Array, caDer: Uint8Array, host: string, now: number): Uint8Array {
  const [leaf, ca] = [readCert(leafDer), readCert(caDer)];
  if (leaf.issuer !== ca.subject) throw new Error("unknown_ca");
  if (!verify(ca.key, leaf.signature, leaf.tbs)) throw new Error("unknown_ca");
  if (now < leaf.notBefore || now > leaf.notAfter) throw new Error("certificate_expired");
  if (leaf.subject !== `CN=${host}` && !leaf.dnsNames.includes(host)) throw new Error("bad_certificate");
  return leaf.key;
}
