// hint: A space is 0x20, which is 32. You filled the 64 bytes in front with 20.
// caught by: accepts an honest server
import { concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { checkLeaf, finishedMac, hashOf, leafOf, reader, verify } from "@session-keys/kit/earlier.js";
import type { Handshake } from "../answer.js";

export function checkServer(o: Handshake): void {
  const types = o.messages.map((message) => message[0]).join(", ");
  if (types !== "1, 2, 8, 11, 15, 20") throw new Error(`unexpected_message: the types are ${types}`);
  const [, , , certificate, certificateVerify, finished] = o.messages;
  const key = checkLeaf(leafOf(certificate), o.ca, o.host, o.now);
  const fields = reader(certificateVerify.subarray(4));
  if (fields.number(2) !== 0x0807) throw new Error("illegal_parameter: the signature is not Ed25519");
  const signed = concatBytes(new Uint8Array(64).fill(20), utf8ToBytes("TLS 1.3, server CertificateVerify\0"), hashOf(o.messages.slice(0, 4)));
  if (!verify(key, fields.vec(2), signed)) throw new Error("decrypt_error: the key in the certificate did not sign this");
  const mac = finishedMac(o.serverSecret, o.messages.slice(0, 5));
  if (!equalBytes(finished.subarray(4), mac)) throw new Error("decrypt_error: Finished does not fit");
}
