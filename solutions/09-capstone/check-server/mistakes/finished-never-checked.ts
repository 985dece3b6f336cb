// hint: The evil server sent a wrong Finished and you went along. Without that check, changes to earlier messages go unseen.
// caught by: refuses a wrong Finished
import { checkLeaf, leafOf, reader, verify } from "@session-keys/kit/earlier.js";
import { toBeSigned, type Handshake } from "../answer.js";

export function checkServer(o: Handshake): void {
  const types = o.messages.map((message) => message[0]).join(", ");
  if (types !== "1, 2, 8, 11, 15, 20") throw new Error(`unexpected_message: the types are ${types}`);
  const [, , , certificate, certificateVerify] = o.messages;
  const key = checkLeaf(leafOf(certificate), o.ca, o.host, o.now);
  const fields = reader(certificateVerify.subarray(4));
  if (fields.number(2) !== 0x0807) throw new Error("illegal_parameter: the signature is not Ed25519");
  const signed = toBeSigned(o.messages.slice(0, 4));
  if (!verify(key, fields.vec(2), signed)) throw new Error("decrypt_error: the key in the certificate did not sign this");
}
