// hint: The signature is itself part of the certificate, so it cannot cover all of it. It covers the part called tbs.
// caught by: accepts the right certificate and returns its key
import { readCert, verify } from "../answer.js";

export function checkLeaf(leafDer: Uint8Array, caDer: Uint8Array, host: string, now: number): Uint8Array {
  const [leaf, ca] = [readCert(leafDer), readCert(caDer)];
  if (leaf.issuer !== ca.subject) throw new Error("unknown_ca");
  if (!verify(ca.key, leaf.signature, leafDer)) throw new Error("unknown_ca");
  if (now < leaf.notBefore || now > leaf.notAfter) throw new Error("certificate_expired");
  if (!leaf.dnsNames.some((name) => name.toLowerCase() === host.toLowerCase())) throw new Error("bad_certificate");
  return leaf.key;
}
