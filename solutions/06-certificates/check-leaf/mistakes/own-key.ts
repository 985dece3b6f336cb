// hint: Your good certificate was refused: you checked it with its own key. The CA signed it, so use the CA's key.
// caught by: accepts the right certificate and returns its key
import { readCert, verify } from "../answer.js";

export function checkLeaf(leafDer: Uint8Array, caDer: Uint8Array, host: string, now: number): Uint8Array {
  const [leaf, ca] = [readCert(leafDer), readCert(caDer)];
  if (leaf.issuer !== ca.subject) throw new Error("unknown_ca");
  if (!verify(leaf.key, leaf.signature, leaf.tbs)) throw new Error("unknown_ca");
  if (now < leaf.notBefore || now > leaf.notAfter) throw new Error("certificate_expired");
  if (!leaf.dnsNames.some((name) => name.toLowerCase() === host.toLowerCase())) throw new Error("bad_certificate");
  return leaf.key;
}
