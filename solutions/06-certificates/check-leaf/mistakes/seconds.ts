// hint: A fresh certificate seems expired: you compare seconds with milliseconds. All times here are in milliseconds.
// caught by: accepts the right certificate and returns its key
import { readCert, verify } from "../answer.js";

export function checkLeaf(leafDer: Uint8Array, caDer: Uint8Array, host: string, now: number): Uint8Array {
  const [leaf, ca] = [readCert(leafDer), readCert(caDer)];
  if (leaf.issuer !== ca.subject) throw new Error("unknown_ca");
  if (!verify(ca.key, leaf.signature, leaf.tbs)) throw new Error("unknown_ca");
  if (now / 1000 < leaf.notBefore || now / 1000 > leaf.notAfter) throw new Error("certificate_expired");
  if (!leaf.dnsNames.some((name) => name.toLowerCase() === host.toLowerCase())) throw new Error("bad_certificate");
  return leaf.key;
}
