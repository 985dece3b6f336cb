import { constants, verify, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { connect as connectTls } from "node:tls";
import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { expect } from "chai";
import fc from "fast-check";
import { before, describe, it } from "mocha";
import { seededRandom } from "../../../grader/suite/random.js";
import { rfc8448 } from "../../../grader/suite/rfc8448.js";
import * as tls from "../../../grader/suite/tls-server.js";
import { pageTricks, type Trick, tricks } from "../../../grader/suite/tls-tricks.js";
import { recordCutter } from "../../../kit/connect.js";
import { leafOf } from "../../../kit/given/hello.js";
import { type MakeClient, referenceClient } from "./tls-client.js";

const now = Date.UTC(2024, 4, 17, 12);

function seeded(seed: number) {
  const random = seededRandom();
  random.reseed(new Uint8Array(32).fill(seed));
  return random;
}

describe("the suites' TLS server", () => {
  it("derives keys and seals as RFC 8448 §3 does", () => {
    // "derive write traffic keys for handshake data", server; "{client} send handshake record".
    const server = hexToBytes("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");
    const client = hexToBytes("b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21");
    const finished = hexToBytes("14000020a8ec436d677634ae525ac1fcebe11a039ec17694fac6e98527b642f2edd5ce61");
    const record = "170303003575ec4dc238cce60b298044a71e219c56cc77b0517fe9b93c7a4bfc44d87f38f80338ac98fc46deb384bd1caeacab6867d726c40546";

    expect(Buffer.from(tls.expandLabel(server, "key", new Uint8Array(0), 16)).toString("hex")).to.equal("3fce516009c21727d0f2e4e86ee403bc");
    expect(Buffer.from(tls.direction(0x1301, client).seal(22, finished)).toString("hex")).to.equal(record);
    expect(tls.direction(0x1301, client).open(hexToBytes(record))).to.deep.equal({ type: 22, body: finished });
  });

  it("writes certificates that OpenSSL reads, and finds signed by their CA", () => {
    const shop = tls.openShop(seeded(1).bytes, "bob.test", now);
    const [leaf, ca] = [new X509Certificate(shop.certificate), new X509Certificate(shop.ca)];

    expect(leaf.checkIssued(ca)).to.equal(true);
    expect(leaf.verify(ca.publicKey)).to.equal(true);
    expect(leaf.checkHost("bob.test")).to.equal("bob.test");
    expect(leaf.checkHost("eve.test")).to.equal(undefined);
  });

  for (const [suite, name, scheme, how] of [
    [0x1301, "TLS_AES_128_GCM_SHA256", 0x0807, "Ed25519"],
    [0x1303, "TLS_CHACHA20_POLY1305_SHA256", 0x0807, "Ed25519"],
    [0x1301, "TLS_AES_128_GCM_SHA256", 0x0403, "P-256"],
  ] as const) {
    it(`is a server for Node's own TLS client, with ${name} and ${how}`, () => nodeVisits(suite, name, scheme));
  }

  async function nodeVisits(suite: tls.SuiteNumber, ciphers: string, scheme: tls.Scheme): Promise<void> {
    const random = seeded(2);
    const shop = tls.openShop(random.bytes, "bob.test", Date.now(), scheme);
    const heard: string[] = [];
    const server = createServer((socket) => {
      const cut = recordCutter();
      let [flight, reading, isDone]: [tls.Flight | undefined, ReturnType<typeof tls.direction> | undefined, boolean] = [undefined, undefined, false];
      socket
        .on("error", () => undefined)
        .on("data", (chunk) => {
          for (const record of cut(chunk)) {
            if (record[0] === 20) continue;
            if (flight === undefined || reading === undefined) {
              flight = tls.answerHello(shop, record.slice(5), suite, random.bytes(64));
              reading = tls.direction(suite, flight.clientHs);
              for (const one of tls.recordsOf(flight)) socket.write(one);
              continue;
            }
            const { type, body } = reading.open(record);
            if (!isDone) {
              isDone = true;
              heard.push(Buffer.from(body).equals(flight.clientFinished) ? "the right Finished" : "another Finished");
              reading = tls.direction(suite, flight.clientApp);
            } else if (type === 23) {
              heard.push(new TextDecoder().decode(body));
              const { seal } = tls.direction(suite, flight.serverApp);
              for (const [kind, content] of [
                [22, tls.ticket(random.bytes(20))],
                [23, utf8ToBytes("good evening")],
                [21, tls.closeNotify],
              ] as const)
                socket.write(seal(kind, content));
              socket.end();
            }
          }
        });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const ca = new X509Certificate(shop.ca).toString();
    const socket = connectTls({
      host: "127.0.0.1",
      port: (server.address() as AddressInfo).port,
      servername: "bob.test",
      ca,
      ciphers,
      ecdhCurve: "X25519",
      minVersion: "TLSv1.3",
    });
    await once(socket, "secureConnect");
    socket.write("hello");
    const [page] = await once(socket, "data");
    socket.destroy();
    server.close();

    expect(String(page)).to.equal("good evening");
    expect(heard).to.deep.equal(["the right Finished", "hello"]);
  }
});

describe("the reference client of lesson 9", () => {
  let makeClient: MakeClient;
  before(async () => {
    makeClient = await referenceClient();
  });

  /** A client and a server that have not spoken yet. */
  function meeting(seed: number) {
    const random = seeded(seed);
    const shop = tls.openShop(random.bytes, "bob.test", now);
    const client = makeClient({ host: "bob.test", ca: shop.ca, now, random: random.bytes(32), sessionId: random.bytes(32), secretKey: random.bytes(32) });
    return { random, shop, client, hello: client.start().slice(5) };
  }

  /** How many records a client sends to the server that plays this trick, and refuses in the end. */
  function refused(trick: Trick, at: number): number {
    const { random, shop, client, hello } = meeting(at);
    const sent: Uint8Array[] = [];
    expect(() => {
      for (const record of trick.records({ shop, hello, chance: random.bytes(64), mallory: random.bytes(32) })) sent.push(...client.receive(record).send);
    }).to.throw(new RegExp(`^${trick.word}\\b`));
    expect(() => client.closed()).to.throw(/^truncated/);
    return sent.length;
  }

  for (const [at, trick] of tricks.entries()) {
    it(`refuses a server that ${trick.does}`, () => {
      // Where the trick comes after the handshake, the client has sent its Finished and its request.
      expect(refused(trick, at)).to.equal(pageTricks.includes(trick) ? 2 : 0);
    });
  }

  it("has no two tricks of one name, and one for each alert that it may end with", () => {
    expect(new Set(tricks.map(({ does }) => does)).size).to.equal(tricks.length);
    expect([...new Set(tricks.map(({ word }) => word))].sort()).to.deep.equal([
      "alert 40",
      "alert 80",
      "bad_record_mac",
      "decode_error",
      "decrypt_error",
      "handshake_failure",
      "illegal_parameter",
      "missing_extension",
      "protocol_version",
      "record_overflow",
      "unexpected_message",
      "unknown_ca",
      "unsupported_extension",
    ]);
  });

  const none = new Uint8Array(0);
  /** Odd, and allowed: what of RFC 8446 says so, and the records up to the server's Finished, of honest ones. */
  const oddities: readonly [string, (honest: Uint8Array[], flight: tls.Flight) => Uint8Array[]][] = [
    ["says an old version in the header of a record in the open (§5.1)", ([hello, ...rest]) => [(hello as Uint8Array).with(2, 1), ...rest]],
    ["makes no gesture for old machines (D.4)", (honest) => honest.filter((record) => record[0] !== 20)],
    ["makes the gesture twice (§5)", ([hello, gesture, ...rest]) => [hello, gesture, gesture, ...rest] as Uint8Array[]],
    [
      "cuts ServerHello in two records (§5.1)",
      ([hello, ...rest]) => [...tls.inPieces((hello as Uint8Array).slice(5), 50).map((piece) => tls.plainRecord(22, piece)), ...rest],
    ],
    [
      "packs all that is sealed into one record, with padding (§5.1, §5.4)",
      ([hello], { messages, suite, serverHs }) => [hello as Uint8Array, tls.direction(suite, serverHs).seal(22, concatBytes(...messages.slice(2)), 300)],
    ],
  ];
  for (const [does, change] of oddities) {
    it(`takes a page from a server that ${does}`, () => {
      const { random, shop, client, hello } = meeting(77);
      const flight = tls.answerHello(shop, hello, 0x1303, random.bytes(64));
      const { seal } = tls.direction(0x1303, flight.serverApp);
      const page = [
        seal(22, tls.ticket(random.bytes(20))),
        seal(23, none),
        seal(23, utf8ToBytes("good ")),
        seal(23, none, 9),
        seal(23, utf8ToBytes("evening")),
        seal(21, tls.closeNotify),
      ];

      const said = [...change(tls.recordsOf(flight), flight), ...page].map((record) => client.receive(record).page);

      expect(said.at(-1)).to.equal("good evening");
    });
  }

  it("sends every byte of RFC 8448 §3, when it gets that connection's secret and what came", () => {
    const trace = rfc8448();
    const parts = {
      clientHello: () => trace.clientHello,
      // The trace's certificate is for an RSA key, signs for itself, and names no host.
      checkServer({ messages, serverSecret }: { messages: Uint8Array[]; serverSecret: Uint8Array }) {
        const [certificate, proof, finished] = messages.slice(3) as [Uint8Array, Uint8Array, Uint8Array];
        const key = { key: new X509Certificate(leafOf(certificate)).publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
        expect(verify("sha256", tls.toBeSigned(messages.slice(0, 4)), key, proof.subarray(8))).to.equal(true);
        expect(finished.slice(4)).to.deep.equal(tls.finishedMac(serverSecret, messages.slice(0, 5)));
      },
      request: trace.request,
    };
    const client = makeClient({ host: "server", ca: none, now, random: none, sessionId: none, secretKey: trace.secretKey }, parts);

    const hello = client.start();
    const answers = trace.fromServer.map((record) => client.receive(record));

    expect(hello.slice(5)).to.deep.equal(trace.clientHello);
    expect(answers.flatMap(({ send }) => send)).to.deep.equal(trace.fromClient);
    expect(client.closed()).to.equal(new TextDecoder().decode(trace.request));
  });

  it("notices a changed bit anywhere in that connection", () => {
    const trace = rfc8448();
    for (const [which, record] of trace.fromServer.entries()) {
      for (let at = 0; at < record.length; at += 23) {
        // The old version in the header of a record in the open counts for nothing (§5.1).
        if (which === 0 && (at === 1 || at === 2)) continue;
        const client = makeClient(
          { host: "server", ca: none, now, random: none, sessionId: none, secretKey: trace.secretKey },
          {
            clientHello: () => trace.clientHello,
            checkServer: ({ messages, serverSecret }) => expect(messages[5]?.slice(4)).to.deep.equal(tls.finishedMac(serverSecret, messages.slice(0, 5))),
          },
        );
        const changed = trace.fromServer.map((one, index) => (index === which ? one.with(at, (one[at] ?? 0) ^ 1) : one));
        expect(() => changed.forEach((one) => void client.receive(one)), `byte ${at} of record ${which}`).to.throw();
      }
    }
  });

  it("says the same, however the server cuts handshake and page into records, and pads them", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 700 }),
        fc.array(fc.nat(40), { minLength: 1, maxLength: 20 }),
        fc.nat(99),
        fc.constantFrom<tls.SuiteNumber>(0x1301, 0x1303),
        (cut, sizes, padding, suite) => {
          const { random, shop, client, hello } = meeting(cut % 200);
          const flight = tls.answerHello(shop, hello, suite, random.bytes(64));
          const sent = tls.recordsOf(flight, cut).flatMap((record) => client.receive(record).send);
          const { seal } = tls.direction(suite, flight.serverApp);
          const text = sizes.map((size) => "x".repeat(size));

          const pages = [...text.map((one) => seal(23, utf8ToBytes(one), padding)), seal(21, tls.closeNotify)].map((record) => client.receive(record).page);

          expect(tls.direction(suite, flight.clientHs).open(sent[0] as Uint8Array).body).to.deep.equal(flight.clientFinished);
          expect(pages).to.deep.equal([...text.map(() => null), text.join("")]);
        },
      ),
      { numRuns: 40, seed: 9 },
    );
  });
});
