// hint: The server proved that it holds some key, but not that the key is Bob's. Check the certificate too.
// caught by: refuses a certificate for another host
import { equalBytes } from "@noble/ciphers/utils.js";
import { finishedMac, leafOf, readCert, reader, verify } from "@session-keys/kit/earlier.js";
import { toBeSigned, type Handshake } from "../answer.js";

export function checkServer(o: Handshake): void {
  const types = o.messages.map((message) => message[0]).join(", ");
  if (types !== "1, 2, 8, 11, 15, 20") throw new Error(`unexpected_message: the types are ${types}`);
  const [, , , certificate, certificateVerify, finished] = o.messages;
  const key = readCert(leafOf(certificate)).key;
  const fields = reader(certificateVerify.subarray(4));
  if (fields.number(2) !== 0x0807) throw new Error("illegal_parameter: the signature is not Ed25519");
  const signed = toBeSigned(o.messages.slice(0, 4));
  if (!verify(key, fields.vec(2), signed)) throw new Error("decrypt_error: the key in the certificate did not sign this");
  const mac = finishedMac(o.serverSecret, o.messages.slice(0, 5));
  if (!equalBytes(finished.subarray(4), mac)) throw new Error("decrypt_error: Finished does not fit");
}
