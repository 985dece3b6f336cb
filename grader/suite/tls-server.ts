/**
 * A TLS 1.3 server for suites, honest or with a twist: pure functions over bytes. For learning: it answers one kind of client
 * (X25519, Ed25519 or P-256, SHA-256), and keeps no state but what it returns. Sections are RFC 8446's unless another is named.
 */
import { gcm } from "@noble/ciphers/aes.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { type Shop, signWith } from "./tls-certificate.js";

export { certificate, openShop, type Scheme, type Shop } from "./tls-certificate.js";

type B = Uint8Array;

/** Cipher suites by number (appendix B.4): the length of the key, and the cipher. */
export const suites = { [0x1303]: { keyLength: 32, cipher: chacha20poly1305 }, [0x1301]: { keyLength: 16, cipher: gcm } } as const;
export type SuiteNumber = keyof typeof suites;

const none = new Uint8Array(0);
const zeros = new Uint8Array(32);
export const u8 = (n: number): B => Uint8Array.of(n);
export const u16 = (n: number): B => Uint8Array.of(n >> 8, n & 255);
const u24 = (n: number): B => Uint8Array.of(n >> 16, (n >> 8) & 255, n & 255);
/** What RFC 8446 §3.4 calls a vector: the length in `width` bytes, then the content. */
export const vec = (width: 1 | 2 | 3, ...parts: readonly B[]): B => {
  const content = concatBytes(...parts);
  return concatBytes((width === 1 ? u8 : width === 2 ? u16 : u24)(content.length), content);
};
/** A handshake message (§4), header included. */
export const message = (type: number, ...parts: readonly B[]): B => concatBytes(u8(type), vec(3, ...parts));
/** A record that is not sealed (§5.1). */
export const plainRecord = (type: number, fragment: B): B => concatBytes(u8(type), u16(0x0303), vec(2, fragment));
export const transcriptHash = (messages: readonly B[]): B => sha256(concatBytes(...messages));

/** §7.1. */
export function expandLabel(secret: B, label: string, context: B, length: number): B {
  return expand(sha256, secret, concatBytes(u16(length), vec(1, utf8ToBytes(`tls13 ${label}`)), vec(1, context)), length);
}

/** §4.4.4. */
export const finishedMac = (secret: B, messages: readonly B[]): B => hmac(sha256, expandLabel(secret, "finished", none, 32), transcriptHash(messages));

/** Derive-Secret (§7.1), of a hash. */
export const derive = (secret: B, label: string, hash: B): B => expandLabel(secret, label, hash, 32);

/** The two secrets on which all others hang (§7.1). */
export function trunk(ecdhe: B): { handshake: B; master: B } {
  const handshake = extract(sha256, ecdhe, derive(extract(sha256, zeros, zeros), "derived", sha256(none)));
  return { handshake, master: extract(sha256, zeros, derive(handshake, "derived", sha256(none))) };
}

/** What CertificateVerify signs (§4.4.3). */
export function toBeSigned(messages: readonly B[], text = "TLS 1.3, server CertificateVerify"): B {
  return concatBytes(new Uint8Array(64).fill(0x20), utf8ToBytes(text), u8(0), transcriptHash(messages));
}

/** One direction of a channel (§5.2, §5.3). Counts its records. */
export function direction(suite: SuiteNumber, secret: B) {
  const { keyLength, cipher } = suites[suite];
  const [key, iv] = [expandLabel(secret, "key", none, keyLength), expandLabel(secret, "iv", none, 12)];
  let count = 0;
  const next = (header: B) => {
    const number = new DataView(new ArrayBuffer(12));
    number.setBigUint64(4, BigInt(count++));
    return cipher(
      key,
      iv.map((byte, at) => byte ^ number.getUint8(at)),
      header,
    );
  };
  return {
    /** @param zeros - how many bytes of padding (§5.4). */
    seal(type: number, body: B, padding = 0): B {
      const inner = concatBytes(body, u8(type), new Uint8Array(padding));
      const header = concatBytes(u8(23), u16(0x0303), u16(inner.length + 16));
      return concatBytes(header, next(header).encrypt(inner));
    },
    /** @throws when it does not open. */
    open(record: B): { type: number; body: B } {
      const inner = next(record.subarray(0, 5)).decrypt(record.subarray(5));
      const at = inner.findLastIndex((byte) => byte !== 0);
      return { type: inner[at] ?? 0, body: inner.slice(0, Math.max(at, 0)) };
    },
  };
}

/** What a server does otherwise than an honest one. */
export interface Twist {
  readonly version?: number;
  readonly sessionId?: B;
  readonly suite?: number;
  readonly compression?: number;
  readonly random?: B;
  /** What supported_versions says. */
  readonly chosenVersion?: number;
  /** Whole extensions of ServerHello. */
  readonly helloExtensions?: (honest: readonly B[]) => readonly B[];
  /** The share that is sent, in the place of the server's own. */
  readonly share?: B;
  /** Whole extensions of EncryptedExtensions. */
  readonly extensions?: readonly B[];
  readonly certificate?: B;
  readonly signSecret?: B;
  /** What is signed, of the messages so far. */
  readonly signOver?: (messages: readonly B[]) => B;
  readonly scheme?: number;
  /** The MAC in Finished. */
  readonly mac?: (secret: B, messages: readonly B[]) => B;
  /** Types of the sealed messages in order: 8, 11, 15 and 20. Each is made over those that went before it. */
  readonly order?: readonly number[];
}

/** What a server answers to one ClientHello. */
export interface Flight {
  /** ClientHello, ServerHello, and the sealed messages, opened. */
  readonly messages: readonly B[];
  readonly suite: SuiteNumber;
  readonly master: B;
  readonly clientHs: B;
  readonly serverHs: B;
  readonly clientApp: B;
  readonly serverApp: B;
  /** The whole message that an honest client sends next. */
  readonly clientFinished: B;
}

const extension = (number: number, ...content: readonly B[]): B => concatBytes(u16(number), vec(2, ...content));

/** The ClientHello of this course (§4.1.2). */
export function clientHello(o: { random: B; sessionId: B; host: string; share: B; suites: readonly number[] }): B {
  const extensions = [
    extension(0, vec(2, u8(0), vec(2, utf8ToBytes(o.host)))), // RFC 6066 §3
    extension(10, vec(2, u16(0x001d))),
    extension(13, vec(2, u16(0x0807))),
    extension(43, vec(1, u16(0x0304))),
    extension(51, vec(2, u16(0x001d), vec(2, o.share))),
  ];
  return message(1, u16(0x0303), o.random, vec(1, o.sessionId), vec(2, ...o.suites.map(u16)), vec(1, u8(0)), vec(2, ...extensions));
}

/** A ClientHello (§4.1.2), field by field. Extensions are whole contents by number, in the order in which they came. */
export interface ClientHello {
  readonly version: B;
  readonly random: B;
  readonly sessionId: B;
  readonly suites: B;
  readonly compression: B;
  readonly extensions: ReadonlyMap<number, B>;
}

/** Where a strict reader of bytes is lost, in words. */
export class Lost extends Error {
  override name = "Lost";
}

/** Reads a ClientHello to its last byte. @throws Lost */
export function readClientHello(hello: B): ClientHello {
  const [from, extensions] = [reader(hello.subarray(4), "the message"), new Map<number, B>()];
  const version = from.take(2, "the version");
  const random = from.take(32, "random");
  const sessionId = from.vec(1, "the session id");
  const list = from.vec(2, "the suites");
  const compression = from.vec(1, "compression");
  const inside = reader(from.vec(2, "the extensions"), "the extensions");
  from.end();
  while (inside.left() > 0) {
    const number = from16(inside.take(2, "an extension's number"));
    if (extensions.has(number)) throw new Lost(`extension ${number} stands there twice`);
    extensions.set(number, inside.vec(2, `extension ${number}`));
  }
  return { version, random, sessionId, suites: list, compression, extensions };
}

const from16 = (bytes: B): number => (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);

function reader(bytes: B, whole: string) {
  let at = 0;
  const take = (length: number, what: string): B => {
    if (at + length > bytes.length) throw new Lost(`${what} should have ${length} more bytes; left in ${whole}: ${bytes.length - at}`);
    at += length;
    return bytes.slice(at - length, at);
  };
  const vec = (width: 1 | 2, what: string): B =>
    take(
      take(width, `the length of ${what}`).reduce((sum, byte) => sum * 256 + byte, 0),
      what,
    );
  const left = (): number => bytes.length - at;
  const end = (): void => {
    if (left() > 0) throw new Lost(`${left()} bytes follow after the end of ${whole}`);
  };
  return { take, vec, left, end };
}

/**
 * The server's part of a handshake (§2). `chance` has 64 bytes: its random, and its X25519 secret.
 * @throws Lost when the hello cannot be read, and noble's error when there is no share in it.
 */
export function answerHello(shop: Shop, hello: B, suite: SuiteNumber, chance: B, twist: Twist = {}): Flight {
  const secretKey = chance.subarray(32, 64);
  const { sessionId, extensions } = readClientHello(hello);
  const honest = [extension(43, u16(twist.chosenVersion ?? 0x0304)), extension(51, u16(0x001d), vec(2, twist.share ?? x25519.getPublicKey(secretKey)))];
  const fields = [
    u16(twist.version ?? 0x0303),
    twist.random ?? chance.subarray(0, 32),
    vec(1, twist.sessionId ?? sessionId),
    u16(twist.suite ?? suite),
    u8(twist.compression ?? 0),
  ];
  const messages = [hello, message(2, ...fields, vec(2, ...(twist.helloExtensions?.(honest) ?? honest)))];

  // A share of zeros leaves the client with zeros as well, if it does not look.
  const ecdhe = twist.share?.every((byte) => byte === 0) ? zeros : x25519.getSharedSecret(secretKey, extensions.get(51)?.slice(6) ?? none);
  const { handshake, master } = trunk(ecdhe);
  const helloHash = transcriptHash(messages);
  const [clientHs, serverHs] = [derive(handshake, "c hs traffic", helloHash), derive(handshake, "s hs traffic", helloHash)];

  const make: Record<number, () => B> = {
    8: () => message(8, vec(2, ...(twist.extensions ?? []))),
    // §4.4.2: an empty context, and one entry without extensions.
    11: () => message(11, vec(1), vec(3, vec(3, twist.certificate ?? shop.certificate), vec(2))),
    // §4.4.3.
    15: () => {
      const signed = (twist.signOver ?? toBeSigned)(messages);
      return message(15, u16(twist.scheme ?? shop.scheme ?? 0x0807), vec(2, signWith(shop.scheme, signed, twist.signSecret ?? shop.signSecret)));
    },
    20: () => message(20, (twist.mac ?? finishedMac)(serverHs, messages)),
  };
  for (const type of twist.order ?? [8, 11, 15, 20]) messages.push(make[type]?.() ?? message(type));

  const serverHash = transcriptHash(messages);
  const [clientApp, serverApp] = [derive(master, "c ap traffic", serverHash), derive(master, "s ap traffic", serverHash)];
  return { messages, suite, master, clientHs, serverHs, clientApp, serverApp, clientFinished: message(20, finishedMac(clientHs, messages)) };
}

/** §5, appendix D.4: the gesture for old machines. */
export const changeCipherSpec = hexToBytes("140303000101");

/**
 * A flight as records: ServerHello in the open, then the gesture, then what is sealed.
 * @param cut - bytes of handshake in one sealed record; when left out, each message has its own.
 */
export function recordsOf(flight: Flight, cut?: number): B[] {
  const [, serverHello, ...rest] = flight.messages as [B, B, ...B[]];
  const seal = direction(flight.suite, flight.serverHs).seal;
  const pieces = cut === undefined ? rest : inPieces(concatBytes(...rest), cut);
  return [plainRecord(22, serverHello), changeCipherSpec, ...pieces.map((piece) => seal(22, piece))];
}

/** `bytes` cut into pieces of at most `size`. */
export const inPieces = (bytes: B, size: number): B[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.slice(at * size, (at + 1) * size));

/** A ticket (§4.6.1), as servers send it before their first data. */
export const ticket = (chance: B): B => message(4, hexToBytes("00001c20"), chance.subarray(0, 4), vec(1, u8(0)), vec(2, chance.subarray(4, 20)), vec(2));

/** §6.1. */
export const closeNotify = hexToBytes("0100");
