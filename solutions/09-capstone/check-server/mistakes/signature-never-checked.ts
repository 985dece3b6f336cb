// hint: The evil server showed Bob's certificate, which anyone can copy, and signed with another key. You went along. Verify the signature with the key in the certificate.
// caught by: refuses a server that shows Bob's certificate without Bob's key
import { equalBytes } from "@noble/ciphers/utils.js";
import { checkLeaf, finishedMac, leafOf, reader } from "@session-keys/kit/earlier.js";
import type { Handshake } from "../answer.js";

export function checkServer(o: Handshake): void {
  const types = o.messages.map((message) => message[0]).join(", ");
  if (types !== "1, 2, 8, 11, 15, 20") throw new Error(`unexpected_message: the types are ${types}`);
  const [, , , certificate, certificateVerify, finished] = o.messages;
  checkLeaf(leafOf(certificate), o.ca, o.host, o.now);
  const fields = reader(certificateVerify.subarray(4));
  if (fields.number(2) !== 0x0807) throw new Error("illegal_parameter: the signature is not Ed25519");
  const mac = finishedMac(o.serverSecret, o.messages.slice(0, 5));
  if (!equalBytes(finished.subarray(4), mac)) throw new Error("decrypt_error: Finished does not fit");
}
