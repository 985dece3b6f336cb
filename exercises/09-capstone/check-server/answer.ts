// for learning, never for production: is this server the one that it says it is?
import { bytesToHex, bytesToUtf8, concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { DER } from "@noble/curves/abstract/der.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { expand } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** Reads one field after the other: `number(2)` is a number of two bytes, `vec(2)` what follows a length of two bytes. */
function reader(bytes: Uint8Array) {
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new Error("decode_error: a message ends too early");
    at += length;
    return bytes.subarray(at - length, at);
  };
  const number = (width: number): number => take(width).reduce((sum, byte) => sum * 256 + byte, 0);
  return { number, vec: (width: number): Uint8Array => take(number(width)) };
}

/** SHA-256 of all messages, glued together. */
function hashOf(messages: Uint8Array[]): Uint8Array {
  return sha256(concatBytes(...messages));
}

/** Lesson 8's MAC over a transcript. */
function finishedMac(secret: Uint8Array, transcript: Uint8Array[]): Uint8Array {
  const label = utf8ToBytes("tls13 finished");
  const info = concatBytes(Uint8Array.of(0, 32, label.length), label, Uint8Array.of(0));
  return hmac(sha256, expand(sha256, secret, info, 32), hashOf(transcript));
}

// Lesson 6, in short.
function itemsIn(bytes: Uint8Array): { tag: number; body: Uint8Array; whole: Uint8Array }[] {
  const items = [];
  for (let left = bytes; left.length > 0; ) {
    const { v: body, l: rest } = DER._tlv.decode(left[0], left);
    items.push({ tag: left[0], body, whole: left.subarray(0, left.length - rest.length) });
    left = rest;
  }
  return items;
}

function timeOf({ tag, body }: { tag: number; body: Uint8Array }): number {
  const digits = bytesToUtf8(body);
  const full = tag === 0x17 ? `${Number(digits.slice(0, 2)) < 50 ? 20 : 19}${digits}` : digits;
  return Date.parse(full.replace(/^(....)(..)(..)(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function fieldsOf(der: Uint8Array) {
  const [tbs, , signature] = itemsIn(itemsIn(der)[0].body);
  const [, , , issuer, validity, subject, spki, ...more] = itemsIn(tbs.body);
  const lists = more.filter(({ tag }) => tag === 0xa3).flatMap(({ body }) => itemsIn(body));
  const extensions = lists.flatMap(({ body }) => itemsIn(body)).map((one) => itemsIn(one.body));
  const names = extensions.filter(([kind]) => bytesToHex(kind.body) === "551d11").flatMap((one) => itemsIn(itemsIn(one[one.length - 1].body)[0].body));
  const dnsNames = names.filter(({ tag }) => tag === 0x82).map(({ body }) => bytesToUtf8(body).toLowerCase());
  const [notBefore, notAfter] = itemsIn(validity.body).map(timeOf);
  const key = itemsIn(spki.body)[1].body.slice(1);
  return { tbs: tbs.whole, signature: signature.body.slice(1), key, issuer: bytesToHex(issuer.body), subject: bytesToHex(subject.body), notBefore, notAfter, dnsNames };
}

/** Reads a certificate with Ed25519 keys. Checks nothing. */
function readCert(der: Uint8Array) {
  try {
    return fieldsOf(der);
  } catch {
    throw new Error("bad_certificate: it cannot be read");
  }
}

/** Whether `key` signed these bytes. Never throws. */
function verify(key: Uint8Array, signature: Uint8Array, bytes: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, bytes, key);
  } catch {
    return false;
  }
}

/** Lesson 6's judgement: returns the key in the certificate, or throws. */
function checkLeaf(leafDer: Uint8Array, caDer: Uint8Array, host: string, now: number): Uint8Array {
  const [leaf, ca] = [readCert(leafDer), readCert(caDer)];
  if (leaf.issuer !== ca.subject || !verify(ca.key, leaf.signature, leaf.tbs)) throw new Error("unknown_ca: not signed by your CA");
  if (!(leaf.notBefore <= now && now <= leaf.notAfter)) throw new Error("certificate_expired: not valid now");
  if (!leaf.dnsNames.includes(host.toLowerCase())) throw new Error(`bad_certificate: it is for ${leaf.dnsNames.join(", ")}`);
  return leaf.key;
}

/** The server's own certificate in a message Certificate (RFC 8446, section 4.4.2). */
function leafOf(message: Uint8Array): Uint8Array {
  const fields = reader(message.subarray(4));
  fields.vec(1);
  return reader(fields.vec(3)).vec(3);
}

export type Handshake = {
  /** Whole, with their header of 4 bytes. */
  messages: Uint8Array[];
  /** The server's handshake traffic secret, 32 bytes. */
  serverSecret: Uint8Array;
  /** The certificate of the CA that you trust. */
  ca: Uint8Array;
  host: string;
  /** Milliseconds since 1970. */
  now: number;
};

/** Returns nothing if the server is the one that it says it is; else throws as the statement says. */
export function checkServer(o: Handshake): void {
  throw new Error("not written yet");
}
