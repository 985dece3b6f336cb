/** What an evil TLS server tries, each trick with the reason for which a client must refuse it. Pure; sections are RFC 8446's. */
import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { publicKeyOf } from "./tls-certificate.js";
import {
  answerHello,
  certificate,
  changeCipherSpec,
  closeNotify,
  direction,
  type Flight,
  finishedMac,
  inPieces,
  message,
  plainRecord,
  recordsOf,
  type Shop,
  type Twist,
  toBeSigned,
  u16,
  vec,
} from "./tls-server.js";

type B = Uint8Array;

/** A client's first message, and what a server needs to answer it. */
export interface Asked {
  readonly shop: Shop;
  readonly hello: B;
  /** 64 bytes, see `answerHello`. */
  readonly chance: B;
  /** A secret for signatures, 32 bytes. */
  readonly mallory: B;
}

export interface Trick {
  /** Goes on after "a server that …". */
  readonly does: string;
  /** With what the client's error begins: the alert of §6.2, or what the course says. */
  readonly word: string;
  readonly records: (asked: Asked) => B[];
}

const flightOf = ({ shop, hello, chance }: Asked, twist: Twist = {}): Flight => answerHello(shop, hello, 0x1303, chance, twist);
const twisted = (does: string, word: string, twist: Twist | ((asked: Asked) => Twist)): Trick => ({
  does,
  word,
  records: (asked) => recordsOf(flightOf(asked, typeof twist === "function" ? twist(asked) : twist)),
});
const extension = (number: number, content: B): B => concatBytes(u16(number), vec(2, content));
const one = Uint8Array.of(1);

/** In ServerHello (§4.1.3). */
export const helloTricks: readonly Trick[] = [
  twisted("chooses TLS 1.1 in the old field", "protocol_version", { version: 0x0302 }),
  twisted("says 0x0304 in the old field, which is for old machines", "protocol_version", { version: 0x0304 }),
  twisted("chooses TLS 1.2 in supported_versions", "protocol_version", { chosenVersion: 0x0303 }),
  twisted("leaves out supported_versions", "protocol_version", { helloExtensions: (honest) => honest.slice(1) }),
  twisted("leaves out its key share", "missing_extension", { helloExtensions: (honest) => honest.slice(0, 1) }),
  twisted("chooses a suite that was not offered", "illegal_parameter", { suite: 0x1302 }),
  twisted("sends another session id back", "illegal_parameter", { sessionId: new Uint8Array(32) }),
  twisted("wants compression", "illegal_parameter", { compression: 1 }),
  twisted("sends the same extension twice", "illegal_parameter", { helloExtensions: (honest) => [...honest, ...honest.slice(0, 1)] }),
  twisted("sends an extension that nobody asked for", "unsupported_extension", { helloExtensions: (honest) => [...honest, extension(41, u16(0))] }),
  twisted("sends a share of zeros, so that all the world knows the secret", "illegal_parameter", { share: new Uint8Array(32) }),
  twisted("sends a share of 31 bytes", "illegal_parameter", {
    helloExtensions: (honest) => [...honest.slice(0, 1), extension(51, concatBytes(u16(0x001d), vec(2, new Uint8Array(31).fill(9))))],
  }),
  // §4.1.4. The random is that of a HelloRetryRequest.
  twisted("wants a second ClientHello", "handshake_failure", { random: hexToBytes("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c") }),
];

const refuses = (does: string, alert: number): Trick => ({ does, word: `alert ${alert}`, records: () => [plainRecord(21, Uint8Array.of(2, alert))] });

/** After ServerHello. */
export const handshakeTricks: readonly Trick[] = [
  refuses("refuses with alert 40", 40),
  twisted("shows Bob's certificate without Bob's key", "decrypt_error", ({ mallory }) => ({ signSecret: mallory })),
  twisted("shows a certificate that she signed herself", "unknown_ca", ({ shop, mallory }) => ({
    certificate: certificate({
      subject: shop.host,
      issuer: "Course CA",
      key: publicKeyOf(shop.scheme, mallory),
      signSecret: mallory,
      host: shop.host,
      now: Date.UTC(2024, 4, 17, 12),
    }),
    signSecret: mallory,
  })),
  twisted("signs as a client", "decrypt_error", { signOver: (messages) => toBeSigned(messages, "TLS 1.3, client CertificateVerify") }),
  twisted("names another scheme", "illegal_parameter", { scheme: 0x0804 }),
  twisted("leaves out CertificateVerify", "unexpected_message", { order: [8, 11, 20] }),
  twisted("leaves out certificate and proof", "unexpected_message", { order: [8, 20] }),
  twisted("sends its messages out of order", "unexpected_message", { order: [8, 15, 11, 20] }),
  twisted("asks for a certificate of yours", "unexpected_message", { order: [8, 13, 11, 15, 20] }),
  twisted("sends a wrong Finished", "decrypt_error", {
    mac: (secret, messages) => finishedMac(secret, messages).map((byte, at) => (at === 0 ? byte ^ 1 : byte)),
  }),
  twisted("sends an empty Finished", "decrypt_error", { mac: () => new Uint8Array(0) }),
  twisted("answers the same extension twice", "illegal_parameter", { extensions: [extension(10, new Uint8Array(0)), extension(10, new Uint8Array(0))] }),
  twisted("answers an extension that nobody asked for", "unsupported_extension", { extensions: [extension(16, u16(0))] }),
];

const records = (does: string, word: string, change: (honest: B[], flight: Flight) => B[]): Trick => ({
  does,
  word,
  records: (asked) => {
    const flight = flightOf(asked);
    return change(recordsOf(flight), flight);
  },
});

/** In the records (§5). */
export const recordTricks: readonly Trick[] = [
  records("changes a bit in the third sealed record", "bad_record_mac", (honest) =>
    honest.map((record, at) => (at === 4 ? record.map((byte, i) => (i === 9 ? byte ^ 4 : byte)) : record)),
  ),
  records("sends two sealed records in each other's place", "bad_record_mac", ([a, b, c, d, ...rest]) => [a, b, d, c, ...rest] as B[]),
  records("sends a record twice", "bad_record_mac", ([a, b, c, ...rest]) => [a, b, c, c, ...rest] as B[]),
  records("goes on in the open after ServerHello", "unexpected_message", ([hello], { messages }) => [
    hello as B,
    ...messages.slice(2).map((each) => plainRecord(22, each)),
  ]),
  records("sends data before its Finished", "unexpected_message", ([hello], flight) => [hello as B, direction(flight.suite, flight.serverHs).seal(23, one)]),
  records("sends an empty piece of handshake", "unexpected_message", ([hello], flight) => [
    hello as B,
    direction(flight.suite, flight.serverHs).seal(22, new Uint8Array(0)),
  ]),
  records("seals nothing but zeros", "unexpected_message", ([hello], flight) => [
    hello as B,
    direction(flight.suite, flight.serverHs).seal(0, new Uint8Array(9)),
  ]),
  records("sends a record that is too long", "record_overflow", ([hello]) => [
    hello as B,
    concatBytes(Uint8Array.of(23), u16(0x0303), vec(2, new Uint8Array(16_641))),
  ]),
  records("packs something behind ServerHello that should be sealed", "unexpected_message", (_, { messages: [, hello, next] }) => [
    plainRecord(22, concatBytes(hello as B, next as B)),
  ]),
  records("packs something behind Finished that should be under other keys", "unexpected_message", ([hello], flight) => {
    const seal = direction(flight.suite, flight.serverHs).seal;
    return [hello as B, ...inPieces(concatBytes(...flight.messages.slice(2), message(4, new Uint8Array(9))), 16_384).map((piece) => seal(22, piece))];
  }),
  records("makes another gesture than the old machines'", "unexpected_message", ([hello]) => [
    hello as B,
    changeCipherSpec.map((byte, at) => (at === 5 ? 2 : byte)),
  ]),
];

const closing = (does: string, word: string, last: (seal: (type: number, body: B) => B) => B[]): Trick => ({
  does,
  word,
  records: (asked) => {
    const flight = flightOf(asked);
    const { seal } = direction(flight.suite, flight.serverApp);
    return [...recordsOf(flight), seal(23, utf8ToBytes("Pay Bob 100 euros, ")), ...last(seal)];
  },
});

/** After the handshake. These come from whoever sits on the wire, or from an honest server in trouble: the client has said its part by then. */
export const pageTricks: readonly Trick[] = [
  closing("breaks off its page with alert 80", "alert 80", (seal) => [seal(21, Uint8Array.of(2, 80))]),
  closing("lets Mallory say the last word, in the open", "unexpected_message", () => [plainRecord(21, closeNotify)]),
  closing("lets Mallory add a record to the page", "bad_record_mac", () => [direction(0x1303, new Uint8Array(32)).seal(23, one)]),
  closing("sends a last word of three bytes", "decode_error", (seal) => [seal(21, concatBytes(closeNotify, one))]),
];

export const tricks: readonly Trick[] = [...helloTricks, ...handshakeTricks, ...recordTricks, ...pageTricks];
