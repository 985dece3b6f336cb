// hint: eve.test has a good certificate from the same CA, and you took it for bob.test. Check the names.
// caught by: refuses a certificate for another host
import { readCert, verify } from "../answer.js";

export function checkLeaf(leafDer: Uint8Array, caDer: Uint8Array, _host: string, now: number): Uint8Array {
  const [leaf, ca] = [readCert(leafDer), readCert(caDer)];
  if (leaf.issuer !== ca.subject) throw new Error("unknown_ca");
  if (!verify(ca.key, leaf.signature, leaf.tbs)) throw new Error("unknown_ca");
  if (now < leaf.notBefore || now > leaf.notAfter) throw new Error("certificate_expired");
  return leaf.key;
}
