// for learning, never for production: a TLS 1.3 client
import { gcm } from "@noble/ciphers/aes.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { DER } from "@noble/curves/abstract/der.js";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, bytesToUtf8, concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";

type B = Uint8Array;

/** `random` and `sessionId` have 32 bytes; `secretKey` is X25519's, 32 bytes; `now` is in milliseconds. */
export type Options = { host: string; ca: B; now: number; random: B; sessionId: B; secretKey: B };

/** What the client knows of its connection. */
export type Connection = {
  /** The transcript: all handshake messages so far, yours and the server's. */
  messages: B[];
  suite: number;
  /** The raw X25519 secret. */
  ecdhe: B;
  /** The hash of ClientHello and ServerHello. */
  helloHash: B;
  /** Of `keySchedule`. In the beginning only the handshake secrets in it are right. */
  secrets: Secrets;
  /** Opens what the server sends. */
  reading: Direction;
  /** Seals what you send. */
  writing: Direction;
  /** What the server sent of its page. */
  data: B[];
  isComplete: boolean;
};

/** The places that you fill. */
export type Steps = {
  afterServerHello(c: Connection): void;
  sendFinished(c: Connection): B;
  switchToPage(c: Connection, request: B): B;
  takeData(c: Connection, type: number, body: B): void;
  closed(c: Connection): string;
};
export type Client = { start(): B; receive(record: B): { send: B[]; page: string | null }; closed(): string };


/** A client for one page. `start` gives the first record; `receive` takes one record, and says what to send. */
export function makeClient(o: Options): Client {
  return walk(o, {
    // 1. ServerHello has come.
    afterServerHello(c) {
      c.reading = direction(c.suite, c.secrets.serverHs);
      c.writing = direction(c.suite, c.secrets.clientHs);
    },
    // 2. The server's Finished has come, and checkServer is content.
    sendFinished(c) {
      return c.writing.seal(22, message(20, finishedMac(c.secrets.clientHs, c.messages)));
    },
    // 3. Your Finished is on its way.
    switchToPage(c, request) {
      c.secrets = keySchedule(c.ecdhe, c.helloHash, sha256(concatBytes(...c.messages)));
      c.reading = direction(c.suite, c.secrets.serverApp);
      c.writing = direction(c.suite, c.secrets.clientApp);
      return c.writing.seal(23, request);
    },
    // 4. A record has come and was opened.
    takeData(c, type, body) {
      if (type === 23) c.data.push(body);
      if (type === 21) c.isComplete = true; // close_notify
    },
    // 5. The line is closed.
    closed(c) {
      if (!c.isComplete) throw new Error("truncated: the server never said that this was all");
      return textOf(c);
    },
  });
}

// Given: what you have written so far, made small. Lesson 7, the label of TLS.
export const none = new Uint8Array(0);
export const u8 = (n: number) => Uint8Array.of(n);
export const u16 = (n: number) => Uint8Array.of(n >> 8, n & 255);
const hash = (messages: B[]) => sha256(concatBytes(...messages));
function vec(width: number, ...parts: B[]): B {
  const body = concatBytes(...parts);
  const length = Uint8Array.of(body.length >> 16, (body.length >> 8) & 255, body.length & 255);
  return concatBytes(length.subarray(3 - width), body);
}
/** A handshake message: type, length (3 bytes), content. */
export const message = (type: number, ...parts: B[]) => concatBytes(u8(type), vec(3, ...parts));
export function hkdfExpandLabel(secret: B, label: string, context: B, length: number): B {
  return expand(sha256, secret, concatBytes(u16(length), vec(1, utf8ToBytes(`tls13 ${label}`)), vec(1, context)), length);
}

// Lesson 8: the tree of keys, and Finished.
export type Secrets = { handshake: B; clientHs: B; serverHs: B; master: B; clientApp: B; serverApp: B };
export function keySchedule(ecdhe: B, helloHash: B, serverHash: B): Secrets {
  const derive = (secret: B, label: string, context: B) => hkdfExpandLabel(secret, label, context, 32);
  const [zeros, ofNothing] = [new Uint8Array(32), sha256(none)];
  const handshake = extract(sha256, ecdhe, derive(extract(sha256, zeros, zeros), "derived", ofNothing));
  const master = extract(sha256, zeros, derive(handshake, "derived", ofNothing));
  const [clientHs, serverHs] = ["c hs traffic", "s hs traffic"].map((label) => derive(handshake, label, helloHash));
  const [clientApp, serverApp] = ["c ap traffic", "s ap traffic"].map((label) => derive(master, label, serverHash));
  return { handshake, clientHs, serverHs, master, clientApp, serverApp };
}
export function finishedMac(secret: B, transcript: B[]): B {
  return hmac(sha256, hkdfExpandLabel(secret, "finished", none, 32), hash(transcript));
}

// Lesson 6: the certificate.
function itemsIn(bytes: B): { tag: number; body: B; whole: B }[] {
  const items = [];
  for (let left = bytes; left.length > 0; ) {
    const { v: body, l: rest } = DER._tlv.decode(left[0], left);
    items.push({ tag: left[0], body, whole: left.subarray(0, left.length - rest.length) });
    left = rest;
  }
  return items;
}
function timeOf({ tag, body }: { tag: number; body: B }): number {
  const digits = bytesToUtf8(body);
  const full = tag === 0x17 ? `${Number(digits.slice(0, 2)) < 50 ? 20 : 19}${digits}` : digits;
  return Date.parse(full.replace(/^(....)(..)(..)(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}
function fieldsOf(der: B) {
  const [tbs, , signature] = itemsIn(itemsIn(der)[0].body);
  const [, , , issuer, validity, subject, spki, ...more] = itemsIn(tbs.body);
  const extensions = itemsIn(more.find(({ tag }) => tag === 0xa3)?.body ?? none).flatMap((list) => itemsIn(list.body));
  const names = extensions.map((one) => itemsIn(one.body)).find(([kind]) => bytesToHex(kind.body) === "551d11")?.slice(-1)[0];
  const hosts = names ? itemsIn(itemsIn(names.body)[0].body).filter(({ tag }) => tag === 0x82) : [];
  const [signed, key] = [signature.body.slice(1), itemsIn(spki.body)[1].body.slice(1)];
  const [notBefore, notAfter] = itemsIn(validity.body).map(timeOf);
  const dnsNames = hosts.map(({ body }) => bytesToUtf8(body).toLowerCase());
  return { tbs: tbs.whole, signature: signed, key, issuer: bytesToHex(issuer.body), subject: bytesToHex(subject.body), notBefore, notAfter, dnsNames };
}
function readCert(der: B) {
  try {
    return fieldsOf(der);
  } catch {
    throw new Error("bad_certificate: it cannot be read");
  }
}
function verify(key: B, signature: B, bytes: B): boolean {
  try {
    return ed25519.verify(signature, bytes, key);
  } catch {
    return false;
  }
}
function checkLeaf(leafDer: B, caDer: B, host: string, now: number): B {
  const [leaf, ca] = [readCert(leafDer), readCert(caDer)];
  if (leaf.issuer !== ca.subject || !verify(ca.key, leaf.signature, leaf.tbs)) throw new Error("unknown_ca: not signed by your CA");
  if (!(leaf.notBefore <= now && now <= leaf.notAfter)) throw new Error("certificate_expired: not valid now");
  if (!leaf.dnsNames.includes(host.toLowerCase())) throw new Error(`bad_certificate: it is for ${leaf.dnsNames.join(", ")}`);
  return leaf.key;
}

// This lesson.
/** Reads one field after the other. */
function reader(bytes: B) {
  let at = 0;
  const take = (length: number) => {
    if (at + length > bytes.length) throw new Error("decode_error: a message ends too early");
    at += length;
    return bytes.subarray(at - length, at);
  };
  const number = (width: number) => take(width).reduce((sum, byte) => sum * 256 + byte, 0);
  return { take, number, vec: (width: number) => take(number(width)), isAtEnd: () => at === bytes.length };
}
function clientHello(o: { random: B; sessionId: B; host: string; share: B; suites: number[] }): B {
  const extension = (number: number, ...content: B[]) => concatBytes(u16(number), vec(2, ...content));
  const extensions = [
    extension(0, vec(2, u8(0), vec(2, utf8ToBytes(o.host)))),
    extension(10, vec(2, u16(0x001d))),
    extension(13, vec(2, u16(0x0807))),
    extension(43, vec(1, u16(0x0304))),
    extension(51, vec(2, u16(0x001d), vec(2, o.share))),
  ];
  return message(1, u16(0x0303), o.random, vec(1, o.sessionId), vec(2, ...o.suites.map(u16)), vec(1, u8(0)), vec(2, ...extensions));
}
export type Direction = { seal(type: number, body: B): B; open(record: B): { type: number; body: B } };
/** Turns a traffic secret into key and iv, and those into one direction of the channel. */
export function direction(suite: number, secret: B): Direction {
  const key = hkdfExpandLabel(secret, "key", none, suite === 0x1303 ? 32 : 16);
  const iv = hkdfExpandLabel(secret, "iv", none, 12);
  let count = 0;
  const cipher = (aad: B) => {
    const padded = new Uint8Array(12);
    new DataView(padded.buffer).setBigUint64(4, BigInt(count++));
    return (suite === 0x1303 ? chacha20poly1305 : gcm)(key, padded.map((byte, at) => byte ^ iv[at]), aad);
  };
  return {
    seal(type, body) {
      const header = concatBytes(Uint8Array.of(23, 3, 3), u16(body.length + 17));
      return concatBytes(header, cipher(header).encrypt(concatBytes(body, u8(type))));
    },
    open(record) {
      const inner = cipher(record.subarray(0, 5)).decrypt(record.subarray(5));
      let end = inner.length - 1;
      while (end >= 0 && inner[end] === 0) end--;
      if (end < 0) throw new Error("unexpected_message: nothing but zeros");
      return { type: inner[end], body: inner.slice(0, end) };
    },
  };
}
function checkServer(o: { messages: B[]; serverSecret: B; ca: B; host: string; now: number }): void {
  const [types, m] = [o.messages.map(([type]) => type).join(), o.messages];
  if (types !== "1,2,8,11,15,20") throw new Error(`unexpected_message: types ${types}`);
  const certificate = reader(m[3].subarray(4));
  certificate.vec(1);
  const key = checkLeaf(reader(certificate.vec(3)).vec(3), o.ca, o.host, o.now);
  const proof = reader(m[4].subarray(4));
  if (proof.number(2) !== 0x0807) throw new Error("illegal_parameter: not the scheme that was offered");
  const signed = concatBytes(new Uint8Array(64).fill(0x20), utf8ToBytes("TLS 1.3, server CertificateVerify"), u8(0), hash(m.slice(0, 4)));
  if (!verify(key, proof.vec(2), signed)) throw new Error("decrypt_error: CertificateVerify");
  if (!equalBytes(m[5].subarray(4), finishedMac(o.serverSecret, m.slice(0, 5)))) throw new Error("decrypt_error: Finished");
}

// Given: the skeleton.
export const textOf = (c: Connection) => bytesToUtf8(concatBytes(...c.data));

const suites = [0x1303, 0x1301];
const refuse = (alert: string, why: string): never => {
  throw new Error(`${alert}: ${why}`);
};

function extensionsIn(list: B, offered: number[]): Map<number, B> {
  const [from, found] = [reader(list), new Map<number, B>()];
  while (!from.isAtEnd()) {
    const [number, content] = [from.number(2), from.vec(2)];
    if (found.has(number)) refuse("illegal_parameter", `extension ${number} twice`);
    if (!offered.includes(number)) refuse("unsupported_extension", `${number} was not asked for`);
    found.set(number, content);
  }
  return found;
}

/** What a server answers when it wants another ClientHello (RFC 8446, section 4.1.3). */
const retry = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

function readServerHello(serverHello: B, sessionId: B): { suite: number; share: B } {
  const from = reader(serverHello.subarray(4));
  if (from.number(2) !== 0x0303) refuse("protocol_version", "the old version field is not 0x0303");
  if (bytesToHex(from.take(32)) === retry) refuse("handshake_failure", "the server wants a second ClientHello, which this client does not know");
  if (!equalBytes(from.vec(1), sessionId)) refuse("illegal_parameter", "another session id than yours");
  const [suite, compression] = [from.number(2), from.number(1)];
  if (from.isAtEnd()) refuse("protocol_version", "an old ServerHello");
  const list = from.vec(2);
  if (!from.isAtEnd()) refuse("decode_error", "bytes after ServerHello");
  const extensions = extensionsIn(list, [43, 51]);
  if (bytesToHex(extensions.get(43) ?? none) !== "0304") refuse("protocol_version", "not TLS 1.3");
  if (!suites.includes(suite)) refuse("illegal_parameter", `suite 0x${suite.toString(16)} was not offered`);
  if (compression !== 0) refuse("illegal_parameter", "compression");
  const share = reader(extensions.get(51) ?? refuse("missing_extension", "no key share"));
  if (share.number(2) !== 0x001d) refuse("illegal_parameter", "another group than X25519");
  const key = share.vec(2);
  if (key.length !== 32 || !share.isAtEnd()) refuse("illegal_parameter", "no X25519 share");
  return { suite, share: key };
}

/** Both sides' raw secret. A share of zeros, or another that leaves no choice, is refused. */
function sharedSecret(secretKey: B, share: B): B {
  try {
    return x25519.getSharedSecret(secretKey, share);
  } catch {
    return refuse("illegal_parameter", "the server's share leaves nothing secret");
  }
}

/** A direction before it has keys. */
const closed: Direction = {
  seal: () => refuse("internal_error", "c.writing has not been set"),
  open: () => refuse("internal_error", "c.reading has not been set"),
};

/** Walks through the handshake, and calls your steps. */
export function walk(o: Options, steps: Steps): Client {
  const hello = clientHello({ random: o.random, sessionId: o.sessionId, host: o.host, share: x25519.getPublicKey(o.secretKey), suites });
  const secrets = { handshake: none, clientHs: none, serverHs: none, master: none, clientApp: none, serverApp: none };
  const c: Connection = { messages: [hello], suite: 0, ecdhe: none, helloHash: none, secrets, reading: closed, writing: closed, data: [], isComplete: false };
  let stage: "hello" | "handshake" | "page" | "failed" = "hello";
  let rest = none; // the beginning of a handshake message

  function takeMessage(whole: B): B[] {
    c.messages.push(whole);
    if (stage === "hello") {
      if (whole[0] !== 2) refuse("unexpected_message", `type ${whole[0]} instead of ServerHello`);
      const { suite, share } = readServerHello(whole, o.sessionId);
      if (rest.length > 0) refuse("unexpected_message", "bytes behind ServerHello that should be sealed");
      c.suite = suite;
      c.ecdhe = sharedSecret(o.secretKey, share);
      c.helloHash = hash(c.messages);
      c.secrets = keySchedule(c.ecdhe, c.helloHash, c.helloHash);
      steps.afterServerHello(c);
      stage = "handshake";
      return [];
    }
    if (whole[0] === 8) extensionsIn(reader(whole.subarray(4)).vec(2), [0, 10]);
    if (whole[0] !== 20 && c.messages.length < 6) return [];
    checkServer({ messages: c.messages, serverSecret: c.secrets.serverHs, ca: o.ca, host: o.host, now: o.now });
    if (rest.length > 0) refuse("unexpected_message", "bytes behind Finished that should be under other keys");
    stage = "page";
    const request = utf8ToBytes(`GET / HTTP/1.1\r\nHost: ${o.host}\r\nConnection: close\r\n\r\n`);
    return [steps.sendFinished(c), steps.switchToPage(c, request)];
  }

  function takeHandshake(fragment: B): B[] {
    if (fragment.length === 0) refuse("unexpected_message", "an empty piece of handshake");
    const send: B[] = [];
    rest = concatBytes(rest, fragment);
    for (let end = 0; rest.length >= 4; ) {
      end = 4 + reader(rest.subarray(1)).number(3);
      if (end > 65_536) refuse("decode_error", "a message that long is none");
      if (rest.length < end) break;
      const whole = rest.slice(0, end);
      rest = rest.slice(end);
      send.push(...takeMessage(whole));
    }
    return send;
  }

  function opened(record: B): { type: number; body: B } {
    const isSealed = stage !== "hello";
    const length = record.length < 5 ? -1 : record[3] * 256 + record[4];
    if (length !== record.length - 5) refuse("decode_error", "not one whole record");
    if (length > 16_384 + (isSealed ? 256 : 0)) refuse("record_overflow", `a record of ${length} bytes`);
    const plain = { type: record[0], body: record.subarray(5) };
    if (!isSealed || (record[0] === 20 && stage === "handshake")) return plain;
    if (record[0] !== 23) refuse("unexpected_message", `a record of type ${record[0]} that is not sealed`);
    try {
      return c.reading.open(record);
    } catch (error) {
      if (error instanceof Error && /^(unexpected_message|internal_error)/.test(error.message)) throw error;
      return refuse("bad_record_mac", "a record does not open");
    }
  }

  function take(record: B): B[] {
    const { type, body } = opened(record);
    if (body.length > 16_384) refuse("record_overflow", "too much in one record");
    // A gesture for old machines: neither counted nor in the transcript (RFC 8446, appendix D.4).
    if (type === 20 && record[0] === 20 && bytesToHex(body) === "01") return [];
    if (type === 21 && body.length !== 2) refuse("decode_error", "an alert has two bytes");
    if (type === 21 && (body[1] !== 0 || stage !== "page")) throw new Error(`alert ${body[1]} from the server`);
    if (type === 22 && stage !== "page") return takeHandshake(body);
    if (stage !== "page" || ![21, 22, 23].includes(type)) refuse("unexpected_message", `type ${type}`);
    steps.takeData(c, type, body);
    return c.isComplete ? [c.writing.seal(21, Uint8Array.of(1, 0))] : [];
  }

  return {
    start: () => concatBytes(Uint8Array.of(22, 3, 1), vec(2, hello)),
    receive(record) {
      if (stage === "failed") refuse("closed", "this connection has failed before");
      try {
        const send = c.isComplete ? [] : take(record);
        return { send, page: c.isComplete ? textOf(c) : null };
      } catch (error) {
        stage = "failed";
        throw error;
      }
    },
    closed: () => steps.closed(c),
  };
}
