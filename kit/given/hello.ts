/** For learning, never for production: reads what a TLS 1.3 server says, field by field. Pure. Sections are RFC 8446's. */
import { bytesToHex, equalBytes } from "@noble/ciphers/utils.js";

type B = Uint8Array;

/** @param alert - of §6.2, with which the error begins. */
export function refuse(alert: string, why: string): never {
  throw new Error(`${alert}: ${why}`);
}

export interface Reader {
  take(length: number): B;
  /** Of one to three bytes, the big one first. */
  number(width: number): number;
  /** What follows a length of `width` bytes. */
  vec(width: number): B;
  isAtEnd(): boolean;
}

/** Reads one field after the other. @throws Error that begins with `decode_error` when the bytes end too early. */
export function reader(bytes: B): Reader {
  let at = 0;
  const take = (length: number): B => {
    if (at + length > bytes.length) refuse("decode_error", "a message ends too early");
    at += length;
    return bytes.subarray(at - length, at);
  };
  const number = (width: number): number => take(width).reduce((sum, byte) => sum * 256 + byte, 0);
  return { take, number, vec: (width) => take(number(width)), isAtEnd: () => at === bytes.length };
}

/** The server's own certificate in a message Certificate (§4.4.2). */
export function leafOf(message: B): B {
  const fields = reader(message.subarray(4));
  fields.vec(1);
  return reader(fields.vec(3)).vec(3);
}

/** §4.2: contents by number. @param offered - a client may be answered only what it asked for. */
export function readExtensions(list: B, offered: readonly number[]): Map<number, B> {
  const [from, found] = [reader(list), new Map<number, B>()];
  while (!from.isAtEnd()) {
    const [number, content] = [from.number(2), from.vec(2)];
    if (found.has(number)) refuse("illegal_parameter", `extension ${number} twice`);
    if (!offered.includes(number)) refuse("unsupported_extension", `${number} was not asked for`);
    found.set(number, content);
  }
  return found;
}

/** The numbers of a ClientHello's extensions; none if it cannot be read. */
export function extensionNumbers(clientHello: B): number[] {
  const numbers: number[] = [];
  try {
    const from = reader(clientHello.subarray(38));
    from.vec(1);
    from.vec(2);
    from.vec(1);
    for (const list = reader(from.vec(2)); !list.isAtEnd(); list.vec(2)) numbers.push(list.number(2));
  } catch {
    // The server reads it more strictly, and will say so.
  }
  return numbers;
}

/** The random of a server that wants another ClientHello (§4.1.3). */
const retry = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

/** §4.1.3. @param serverHello - with its header of 4 bytes. @throws Error that begins with the alert's name. */
export function readServerHello(serverHello: B, sessionId: B, suites: readonly number[]): { suite: number; share: B } {
  const from = reader(serverHello.subarray(4));
  if (from.number(2) !== 0x0303) refuse("protocol_version", "the old version field is not 0x0303");
  if (bytesToHex(from.take(32)) === retry) refuse("handshake_failure", "the server wants a second ClientHello, which this client does not know");
  if (!equalBytes(from.vec(1), sessionId)) refuse("illegal_parameter", "another session id than yours");
  const [suite, compression] = [from.number(2), from.number(1)];
  if (from.isAtEnd()) refuse("protocol_version", "an old ServerHello");
  const list = from.vec(2);
  if (!from.isAtEnd()) refuse("decode_error", "bytes after ServerHello");
  const extensions = readExtensions(list, [43, 51]);
  const version = extensions.get(43);
  if (version === undefined || !equalBytes(version, Uint8Array.of(3, 4))) refuse("protocol_version", "not TLS 1.3");
  if (!suites.includes(suite)) refuse("illegal_parameter", `suite 0x${suite.toString(16)} was not offered`);
  if (compression !== 0) refuse("illegal_parameter", "compression");
  const share = reader(extensions.get(51) ?? refuse("missing_extension", "no key share"));
  if (share.number(2) !== 0x001d) refuse("illegal_parameter", "another group than X25519");
  const key = share.vec(2);
  if (key.length !== 32 || !share.isAtEnd()) refuse("illegal_parameter", "no X25519 share");
  return { suite, share: key };
}
