// hint: After an extension's number stand two bytes with the length of its content. Yours are missing, so the server takes your list for a length.
// caught by: offers TLS 1.3 in supported_versions
import { concatBytes } from "@noble/ciphers/utils.js";
import { groups, serverName, signatures, u8, u16, vec, type Offer } from "../answer.js";

export function clientHello(o: Offer): Uint8Array {
  const supportedVersions = concatBytes(u16(43), vec(1, u16(0x0304)));
  const keyShare = concatBytes(u16(51), vec(2, u16(0x001d), vec(2, o.share)));
  const extensions = vec(2, serverName(o.host), groups(), signatures(), supportedVersions, keyShare);
  const fields = [u16(0x0303), o.random, vec(1, o.sessionId), vec(2, ...o.suites.map(u16)), vec(1, u8(0)), extensions];
  return concatBytes(u8(1), vec(3, ...fields));
}
