/** For learning, never for production: the skeleton of lesson 9's client. Pure: it takes and returns bytes. Sections are RFC 8446's. */
import { bytesToUtf8, concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { finishedMac, hashOf, keySchedule, message, type Secrets, trafficKeys, vec } from "./earlier.js";
import { extensionNumbers, readExtensions, reader, readServerHello, refuse } from "./hello.js";

export { finishedMac, keySchedule, message, trafficKeys };

type B = Uint8Array;

/** `random` and `sessionId` have 32 bytes; `secretKey` is X25519's, 32 bytes; `now` is in milliseconds. */
export type Options = { host: string; ca: B; now: number; random: B; sessionId: B; secretKey: B };

/** One direction of the channel, as lesson 9's makeDirection makes it. */
export type Direction = { seal(type: number, body: B): B; open(record: B): { type: number; body: B } };

/** What the client knows of its connection. */
export type Connection = {
  /** The transcript: all handshake messages so far, yours and the server's. */
  messages: B[];
  suite: 0x1303 | 0x1301;
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

/** The student's own earlier answers, which the skeleton calls. */
export type Parts = {
  clientHello(o: { random: B; sessionId: B; host: string; share: B; suites: number[] }): B;
  checkServer(o: { messages: B[]; serverSecret: B; ca: B; host: string; now: number }): void;
  /** What is asked of the server; one page over HTTP when left out. */
  request?: B;
};

/** The places that the student fills. */
export type Steps = {
  afterServerHello(c: Connection): void;
  sendFinished(c: Connection): B;
  switchToPage(c: Connection, request: B): B;
  takeData(c: Connection, type: number, body: B): void;
  closed(c: Connection): string;
};

/** `start` gives the first record; `receive` takes one whole record, and says what to send. Both throw an Error that begins with an alert's name. */
export type Client = { start(): B; receive(record: B): { send: B[]; page: string | null }; closed(): string };

/** All data of the page as text. */
export const textOf = (c: Connection): string => bytesToUtf8(concatBytes(...c.data));

const suites = [0x1303, 0x1301];
const none = new Uint8Array(0);
/** §5.1: what one record may hold. */
const mostBytes = 16_384;
/** §4.3.1 and others: what EncryptedExtensions may answer, if it was offered: server_name, supported_groups, record_size_limit. */
const answerable = [0, 10, 28];

/** A direction before it has keys. */
const unset = (name: string): Direction => ({
  seal: () => refuse("internal_error", `c.${name} has not been set`),
  open: () => refuse("internal_error", `c.${name} has not been set`),
});

/** Both sides' raw secret. A share of zeros, or another that leaves no choice, is refused. */
function sharedSecret(secretKey: B, share: B): B {
  try {
    return x25519.getSharedSecret(secretKey, share);
  } catch {
    return refuse("illegal_parameter", "the server's share leaves nothing secret");
  }
}

/** Walks through the handshake, and calls the student's parts and steps. */
export function walk(o: Options, parts: Parts, steps: Steps): Client {
  const hello = parts.clientHello({ random: o.random, sessionId: o.sessionId, host: o.host, share: x25519.getPublicKey(o.secretKey), suites });
  const secrets = { handshake: none, clientHs: none, serverHs: none, master: none, clientApp: none, serverApp: none };
  const c: Connection = {
    messages: [hello],
    suite: 0x1303,
    ecdhe: none,
    helloHash: none,
    secrets,
    reading: unset("reading"),
    writing: unset("writing"),
    data: [],
    isComplete: false,
  };
  let stage: "hello" | "handshake" | "page" | "failed" = "hello";
  let rest = none; // the beginning of a handshake message

  /** §4.1.3. */
  function takeServerHello(whole: B): void {
    if (whole[0] !== 2) refuse("unexpected_message", `type ${whole[0]} instead of ServerHello`);
    const { suite, share } = readServerHello(whole, o.sessionId, suites);
    if (rest.length > 0) refuse("unexpected_message", "bytes behind ServerHello that should be sealed");
    c.suite = suite as Connection["suite"];
    c.ecdhe = sharedSecret(o.secretKey, share);
    c.helloHash = hashOf(c.messages);
    c.secrets = keySchedule(c.ecdhe, c.helloHash, c.helloHash);
    steps.afterServerHello(c);
    stage = "handshake";
  }

  /** §4.3, §4.4: what the server sends up to its Finished. */
  function takeMessage(whole: B): B[] {
    c.messages.push(whole);
    if (stage === "hello") {
      takeServerHello(whole);
      return [];
    }
    if (whole[0] === 8)
      readExtensions(
        reader(whole.subarray(4)).vec(2),
        extensionNumbers(hello).filter((number) => answerable.includes(number)),
      );
    if (whole[0] !== 20 && c.messages.length < 6) return [];
    parts.checkServer({ messages: c.messages, serverSecret: c.secrets.serverHs, ca: o.ca, host: o.host, now: o.now });
    if (rest.length > 0) refuse("unexpected_message", "bytes behind Finished that should be under other keys");
    stage = "page";
    const request = parts.request ?? utf8ToBytes(`GET / HTTP/1.1\r\nHost: ${o.host}\r\nConnection: close\r\n\r\n`);
    return [steps.sendFinished(c), steps.switchToPage(c, request)];
  }

  /** §5.1: messages may share a record, and a message may lie in several. */
  function takeHandshake(fragment: B): B[] {
    if (fragment.length === 0) refuse("unexpected_message", "an empty piece of handshake");
    const send: B[] = [];
    rest = concatBytes(rest, fragment);
    while (rest.length >= 4) {
      const end = 4 + reader(rest.subarray(1)).number(3);
      if (end > 65_536) refuse("decode_error", "a message that long is none");
      if (rest.length < end) break;
      const whole = rest.slice(0, end);
      rest = rest.slice(end);
      send.push(...takeMessage(whole));
    }
    return send;
  }

  /** §5.2. */
  function opened(record: B): { type: number; body: B } {
    const isSealed = stage !== "hello";
    const length = record.length < 5 ? -1 : reader(record.subarray(3)).number(2);
    if (length !== record.length - 5) refuse("decode_error", "not one whole record");
    if (length > mostBytes + (isSealed ? 256 : 0)) refuse("record_overflow", `a record of ${length} bytes`);
    const plain = { type: record[0] ?? 0, body: record.subarray(5) };
    if (!isSealed || (plain.type === 20 && stage === "handshake")) return plain;
    if (plain.type !== 23) refuse("unexpected_message", `a record of type ${plain.type} that is not sealed`);
    try {
      return c.reading.open(record);
    } catch (error) {
      if (error instanceof Error && /^(unexpected_message|internal_error)/.test(error.message)) throw error;
      return refuse("bad_record_mac", "a record does not open");
    }
  }

  function take(record: B): B[] {
    const { type, body } = opened(record);
    if (body.length > mostBytes) refuse("record_overflow", "too much in one record");
    // A gesture for old machines: neither counted nor in the transcript (appendix D.4).
    if (type === 20 && record[0] === 20 && equalBytes(body, Uint8Array.of(1))) return [];
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
