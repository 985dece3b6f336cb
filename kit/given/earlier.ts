/** For learning, never for production: what the answers of lessons 6 to 8 do, for the lessons that build on them. Imports noble only. */

import { bytesToHex, bytesToUtf8 } from "@noble/ciphers/utils.js";
import { DER } from "@noble/curves/abstract/der.js";
import { ed25519 } from "@noble/curves/ed25519.js";
// By name, so that an answer gets of it only what it calls.
import {
  derive,
  expandLabel,
  message as handshakeMessage,
  finishedMac as macOf,
  u8 as oneByte,
  transcriptHash,
  trunk,
  u16 as twoBytes,
  vec as withLength,
} from "../../grader/suite/tls-server.js";

// With their types, because the grader's declarations are not handed out.
/** A number as one byte, or as two, the big one first. */
export const u8: (n: number) => Uint8Array = oneByte;
export const u16: (n: number) => Uint8Array = twoBytes;
/** All parts together, with their length in front; it takes `width` bytes. */
export const vec: (width: 1 | 2 | 3, ...parts: Uint8Array[]) => Uint8Array = withLength;
/** A handshake message: type, length (3 bytes), content. */
export const message: (type: number, ...parts: Uint8Array[]) => Uint8Array = handshakeMessage;
/** SHA-256 of all messages, glued together. */
export const hashOf: (messages: readonly Uint8Array[]) => Uint8Array = transcriptHash;
/** Lesson 8's MAC over a transcript (RFC 8446, section 4.4.4). */
export const finishedMac: (secret: Uint8Array, messages: readonly Uint8Array[]) => Uint8Array = macOf;

/** Lesson 8's tree of keys. Each secret has 32 bytes. */
export interface Secrets {
  handshake: Uint8Array;
  clientHs: Uint8Array;
  serverHs: Uint8Array;
  master: Uint8Array;
  clientApp: Uint8Array;
  serverApp: Uint8Array;
}

/**
 * RFC 8446, section 7.1.
 * @param ecdhe - the raw X25519 secret, 32 bytes.
 * @param helloHash - of ClientHello and ServerHello. @param serverHash - of all messages up to the server's Finished.
 */
export function keySchedule(ecdhe: Uint8Array, helloHash: Uint8Array, serverHash: Uint8Array): Secrets {
  const { handshake, master } = trunk(ecdhe);
  const under = (secret: Uint8Array, side: string, hash: Uint8Array): Uint8Array => derive(secret, `${side} traffic`, hash);
  return {
    handshake,
    clientHs: under(handshake, "c hs", helloHash),
    serverHs: under(handshake, "s hs", helloHash),
    master,
    clientApp: under(master, "c ap", serverHash),
    serverApp: under(master, "s ap", serverHash),
  };
}

/** Lesson 8's key and iv of a traffic secret (RFC 8446, section 7.3). @param keyLength - 32 or 16 bytes. */
export function trafficKeys(secret: Uint8Array, keyLength: number): { key: Uint8Array; iv: Uint8Array } {
  const [key, iv] = (
    [
      ["key", keyLength],
      ["iv", 12],
    ] as const
  ).map(([label, length]) => expandLabel(secret, label, new Uint8Array(0), length)) as [Uint8Array, Uint8Array];
  return { key, iv };
}

/** Lesson 8's nonce of record number `seq` (RFC 8446, section 5.3). @param iv - 12 bytes. */
export function recordNonce(iv: Uint8Array, seq: number): Uint8Array {
  const nonce = iv.slice();
  const last = new DataView(nonce.buffer, 4);
  last.setBigUint64(0, last.getBigUint64(0) ^ BigInt(seq));
  return nonce;
}

/** Whether the Ed25519 key signed these bytes. Never throws. */
export function verify(key: Uint8Array, signature: Uint8Array, bytes: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, bytes, key);
  } catch {
    return false;
  }
}

/** What lesson 6 reads in a certificate. Times in milliseconds since 1970; names of issuer and subject as hex. */
export interface Certificate {
  tbs: Uint8Array;
  signature: Uint8Array;
  key: Uint8Array;
  issuer: string;
  subject: string;
  notBefore: number;
  notAfter: number;
  dnsNames: string[];
}

interface Item {
  tag: number;
  body: Uint8Array;
  whole: Uint8Array;
}

/** Reads a certificate (RFC 5280, section 4.1). Checks nothing. @throws Error that begins with `bad_certificate` if it is none. */
export function readCert(der: Uint8Array): Certificate {
  try {
    return fieldsOf(der);
  } catch {
    throw new Error("bad_certificate: it cannot be read");
  }
}

function fieldsOf(der: Uint8Array): Certificate {
  const [tbs, , signature] = inside(inside({ body: der })[0]);
  const [, , , issuer, validity, subject, spki, ...optional] = inside(tbs);
  const [notBefore, notAfter] = inside(validity).map(timeIn);
  const [, key] = inside(spki);
  if (!tbs || !signature || !issuer || !subject || !key || notBefore === undefined || notAfter === undefined) throw new Error("a field is missing");
  // RFC 5280, section 4.2.1.6: extension 2.5.29.17, and in it the names of kind 2.
  const extensions = optional
    .filter(({ tag }) => tag === 0xa3)
    .flatMap(inside)
    .flatMap(inside);
  const altName = extensions
    .map(inside)
    .find(([id]) => id && bytesToHex(id.body) === "551d11")
    ?.at(-1);
  const names = altName ? inside(inside(altName)[0]) : [];
  return {
    tbs: tbs.whole,
    // The first byte of a bit string counts the bits that do not count.
    signature: signature.body.subarray(1),
    key: key.body.subarray(1),
    issuer: bytesToHex(issuer.body),
    subject: bytesToHex(subject.body),
    notBefore,
    notAfter,
    dnsNames: names.filter(({ tag }) => tag === 0x82).map(({ body }) => bytesToUtf8(body).toLowerCase()),
  };
}

/** The items in one, in DER. @throws when they cannot be read. */
function inside(item: Pick<Item, "body"> | undefined): Item[] {
  const items: Item[] = [];
  for (let left = item?.body ?? new Uint8Array(0); left.length > 0; ) {
    const tag = left[0] as number;
    const { v: body, l: rest } = DER._tlv.decode(tag, left);
    items.push({ tag, body, whole: left.subarray(0, left.length - rest.length) });
    left = rest;
  }
  return items;
}

/** RFC 5280, section 4.1.2.5: years of two digits are of 1950 to 2049. */
function timeIn({ tag, body }: Item): number {
  const said = bytesToUtf8(body);
  const century = tag !== 0x17 ? "" : said < "5" ? "20" : "19";
  const [, date = "", hours, minutes, seconds] = /^(\d{8})(\d\d)(\d\d)(\d\d)Z$/.exec(century + said) ?? [];
  return Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${hours}:${minutes}:${seconds}Z`);
}

/** Lesson 6's judgement: returns the key in the certificate, or throws an Error that begins with an alert's name. @param now - in milliseconds. */
export function checkLeaf(leafDer: Uint8Array, caDer: Uint8Array, host: string, now: number): Uint8Array {
  const leaf = readCert(leafDer);
  const ca = readCert(caDer);
  const isSigned = leaf.issuer === ca.subject && verify(ca.key, leaf.signature, leaf.tbs);
  if (!isSigned) throw new Error("unknown_ca: not signed by your CA");
  // Not the other way round, so that a time that is no number is refused.
  const isNow = now >= leaf.notBefore && now <= leaf.notAfter;
  if (!isNow) throw new Error("certificate_expired: not valid now");
  if (!leaf.dnsNames.includes(host.toLowerCase())) throw new Error(`bad_certificate: it is for ${leaf.dnsNames.join(", ")}`);
  return leaf.key;
}

export { leafOf, reader } from "./hello.js";
