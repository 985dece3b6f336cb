/** Certificates for suites, and the shops that show them. For learning: two kinds of keys, no chains. Pure. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { p256 } from "@noble/curves/nist.js";
import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

type B = Uint8Array;

/** How a server signs (RFC 8446 §4.2.3): ed25519, or ecdsa_secp256r1_sha256. Where it may be left out, ed25519. */
export type Scheme = 0x0807 | 0x0403;

/** @param secret - 32 bytes. */
export const signWith = (scheme: Scheme | undefined, bytes: B, secret: B): B =>
  scheme === 0x0403 ? p256.sign(bytes, secret, { format: "der" }) : ed25519.sign(bytes, secret);

/** 32 bytes for Ed25519; for P-256 65, both coordinates (SEC 1 §2.3.3). */
export const publicKeyOf = (scheme: Scheme | undefined, secret: B): B => (scheme === 0x0403 ? p256.getPublicKey(secret, false) : ed25519.getPublicKey(secret));

/** DER: tag, length, content. */
function item(tag: number, ...parts: readonly B[]): B {
  const content = concatBytes(...parts);
  const length = content.length < 128 ? [content.length] : content.length < 256 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 255];
  return concatBytes(Uint8Array.of(tag, ...length), content);
}

const ed25519Id = item(0x30, hexToBytes("06032b6570")); // RFC 8410 §3
const p256Id = item(0x30, hexToBytes("06072a8648ce3d020106082a8648ce3d030107")); // RFC 5480 §2.1.1
const keyIdOf = (key: B): B => (key.length === 32 ? ed25519Id : p256Id);
const nameOf = (name: string): B => item(0x30, item(0x31, item(0x30, hexToBytes("0603550403"), item(0x0c, utf8ToBytes(name)))));
const timeOf = (ms: number): B => item(0x17, utf8ToBytes(`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`));

/**
 * A certificate for `host` (RFC 5280 §4.1), valid for a year around `now`. A CA's has no host.
 * @param o.key - see `publicKeyOf`. @param o.signSecret - the CA's, of Ed25519.
 */
export function certificate(o: { subject: string; key: B; issuer: string; signSecret: B; now: number; host?: string }): B {
  const year = 365 * 86_400_000;
  const extension =
    o.host === undefined
      ? [hexToBytes("0603551d13"), hexToBytes("0101ff"), item(4, hexToBytes("30030101ff"))]
      : [hexToBytes("0603551d11"), item(4, item(0x30, item(0x82, utf8ToBytes(o.host))))];
  const head = [item(0xa0, hexToBytes("020102")), hexToBytes("020107"), ed25519Id, nameOf(o.issuer), item(0x30, timeOf(o.now - year), timeOf(o.now + year))];
  const tbs = item(
    0x30,
    ...head,
    nameOf(o.subject),
    item(0x30, keyIdOf(o.key), item(3, Uint8Array.of(0), o.key)),
    item(0xa3, item(0x30, item(0x30, ...extension))),
  );
  return item(0x30, tbs, ed25519Id, item(3, Uint8Array.of(0), ed25519.sign(tbs, o.signSecret)));
}

/** A host with its certificate, and the CA that signed it. */
export interface Shop {
  readonly host: string;
  readonly ca: B;
  readonly certificate: B;
  readonly signSecret: B;
  /** Of its signatures, Ed25519 when left out; the CA's is always that. */
  readonly scheme?: Scheme;
}

/** @param bytes - a source of chance. */
export function openShop(bytes: (length: number) => B, host: string, now: number, scheme: Scheme = 0x0807): Shop & { readonly caSecret: B } {
  const [caSecret, signSecret] = [bytes(32), bytes(32)];
  const issuer = "Course CA";
  const ca = certificate({ subject: issuer, issuer, key: ed25519.getPublicKey(caSecret), signSecret: caSecret, now });
  return {
    host,
    ca,
    caSecret,
    signSecret,
    scheme,
    certificate: certificate({ subject: host, issuer, key: publicKeyOf(scheme, signSecret), signSecret: caSecret, now, host }),
  };
}
