// hint: Inside the list each share says its group, then its length (2 bytes), then its bytes. The length is missing.
// caught by: sends its key share in a list
import { concatBytes } from "@noble/ciphers/utils.js";
import { groups, serverName, signatures, u8, u16, vec, type Offer } from "../answer.js";

export function clientHello(o: Offer): Uint8Array {
  const supportedVersions = concatBytes(u16(43), vec(2, vec(1, u16(0x0304))));
  const keyShare = concatBytes(u16(51), vec(2, vec(2, u16(0x001d), o.share)));
  const extensions = vec(2, serverName(o.host), groups(), signatures(), supportedVersions, keyShare);
  const fields = [u16(0x0303), o.random, vec(1, o.sessionId), vec(2, ...o.suites.map(u16)), vec(1, u8(0)), extensions];
  return concatBytes(u8(1), vec(3, ...fields));
}
