// for learning: who is on the other side?
import { bytesToHex, bytesToUtf8 } from "@noble/ciphers/utils.js";
import { DER } from "@noble/curves/abstract/der.js";
import { ed25519 } from "@noble/curves/ed25519.js";

/** Items side by side, by noble's own DER reader; `whole` has tag and length too. */
function itemsIn(bytes: Uint8Array): { tag: number; body: Uint8Array; whole: Uint8Array }[] {
  if (bytes.length === 0) return [];
  const { v: body, l: rest } = DER._tlv.decode(bytes[0], bytes);
  return [{ tag: bytes[0], body, whole: bytes.subarray(0, bytes.length - rest.length) }, ...itemsIn(rest)];
}

/** `CN=My CA`; a part that is no common name has its number in hex instead of CN. */
function nameOf(name: Uint8Array): string {
  const parts = itemsIn(name).flatMap((set) => itemsIn(set.body));
  const pairs = parts.map((part) => itemsIn(part.body).map(({ body }) => body));
  return pairs.map(([kind, value]) => `${bytesToHex(kind).replace("550403", "CN")}=${bytesToUtf8(value)}`).join(", ");
}

/** Years have two digits up to 2049 (tag 0x17), then four. In milliseconds. */
function timeOf(tag: number, body: Uint8Array): number {
  const digits = bytesToUtf8(body);
  const full = tag === 0x17 ? `${Number(digits.slice(0, 2)) < 50 ? 20 : 19}${digits}` : digits;
  return Date.parse(full.replace(/^(....)(..)(..)(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

/** The names in the extension 2.5.29.17, which is 55 1d 11 in DER. */
function dnsNamesIn(extensions: Uint8Array): string[] {
  const all = itemsIn(extensions).flatMap((list) => itemsIn(list.body)).map((one) => itemsIn(one.body));
  const found = all.find(([kind]) => bytesToHex(kind.body) === "551d11");
  if (found === undefined) return [];
  const names = itemsIn(itemsIn(found[found.length - 1].body)[0].body);
  return names.filter(({ tag }) => tag === 0x82).map(({ body }) => bytesToUtf8(body));
}

type Cert = {
  tbs: Uint8Array; signature: Uint8Array; key: Uint8Array;
  issuer: string; subject: string; notBefore: number; notAfter: number; dnsNames: string[];
};

/** Reads an X.509 certificate with Ed25519 keys (RFC 5280, section 4.1; RFC 8410). Checks nothing. */
function readCert(der: Uint8Array): Cert {
  const [tbs, , signature] = itemsIn(itemsIn(der)[0].body);
  const [, , , issuer, validity, subject, spki, ...more] = itemsIn(tbs.body);
  const [notBefore, notAfter] = itemsIn(validity.body).map(({ tag, body }) => timeOf(tag, body));
  const extensions = more.find(({ tag }) => tag === 0xa3)?.body ?? new Uint8Array(0);
  // A bit string begins with a byte that counts unused bits, here none.
  const [signed, key] = [signature.body.slice(1), itemsIn(spki.body)[1].body.slice(1)];
  const names = { issuer: nameOf(issuer.body), subject: nameOf(subject.body), dnsNames: dnsNamesIn(extensions) };
  return { tbs: tbs.whole, signature: signed, key, notBefore, notAfter, ...names };
}

/** Whether `key` signed these bytes. Never throws. Not strict about odd keys: the CA's you have trusted already. */
function verify(key: Uint8Array, signature: Uint8Array, bytes: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, bytes, key);
  } catch {
    return false;
  }
}

/** Returns the public key in the leaf, 32 bytes. Throws as the statement says. */
export function checkLeaf(leafDer: Uint8Array, caDer: Uint8Array, host: string, now: number): Uint8Array {
  throw new Error("not written yet");
}
