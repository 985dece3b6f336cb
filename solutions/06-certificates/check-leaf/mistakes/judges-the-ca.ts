// hint: You judged the CA's own certificate as well: its time, or who issued it. It was given as trusted; of it you need the subject and the key.
// caught by: does not judge the CA that it was given
import { readCert, verify } from "../answer.js";

export function checkLeaf(leafDer: Uint8Array, caDer: Uint8Array, host: string, now: number): Uint8Array {
  const [leaf, ca] = [readCert(leafDer), readCert(caDer)];
  if (leaf.issuer !== ca.issuer) throw new Error("unknown_ca");
  if (!verify(ca.key, leaf.signature, leaf.tbs)) throw new Error("unknown_ca");
  if (now > ca.notAfter || now < leaf.notBefore || now > leaf.notAfter) throw new Error("certificate_expired");
  if (!leaf.dnsNames.some((name) => name.toLowerCase() === host.toLowerCase())) throw new Error("bad_certificate");
  return leaf.key;
}
