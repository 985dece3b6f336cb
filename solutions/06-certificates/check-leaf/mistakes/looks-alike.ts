// hint: notbob.test passed as bob.test. Compare the whole name.
// caught by: refuses names that only look alike
import { readCert, verify } from "../answer.js";

export function checkLeaf(leafDer: Uint8Array, caDer: Uint8Array, host: string, now: number): Uint8Array {
  const [leaf, ca] = [readCert(leafDer), readCert(caDer)];
  if (leaf.issuer !== ca.subject) throw new Error("unknown_ca");
  if (!verify(ca.key, leaf.signature, leaf.tbs)) throw new Error("unknown_ca");
  if (now < leaf.notBefore || now > leaf.notAfter) throw new Error("certificate_expired");
  if (!leaf.dnsNames.some((name) => name.toLowerCase().endsWith(host.toLowerCase()))) throw new Error("bad_certificate");
  return leaf.key;
}
