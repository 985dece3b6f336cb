import { once } from "node:events";
import { type AddressInfo, createServer as createTcpServer, connect as tcp } from "node:net";
import { createServer } from "node:tls";
import { randomBytes } from "@noble/hashes/utils.js";
import { expect } from "chai";
import fc from "fast-check";
import { before, describe, it } from "mocha";
import { seededRandom } from "../../grader/suite/random.js";
import * as tls from "../../grader/suite/tls-server.js";
import { tricks } from "../../grader/suite/tls-tricks.js";
import { causeOf } from "../../kit/alerts.js";
import { connect, evilServer, evilTricks, openShop, recordCutter, type TlsClient } from "../../kit/connect.js";
import type { Parts } from "../../kit/given/client.js";
import { opensslServer } from "../../kit/openssl.js";
import { bonusParts, type MakeClient, referenceClient } from "../grader/suite/tls-client.js";

/** What `connect` says when it does not end well. */
async function errorOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "no error";
}

describe("connect", function () {
  this.timeout(20_000);
  const shop = openShop("bob.test");
  let makeClient: MakeClient;
  before(async () => {
    makeClient = await referenceClient();
    p256Parts = await bonusParts();
  });
  let p256Parts: Parts;
  const client = (to = shop, parts?: Parts): TlsClient =>
    makeClient({ host: "bob.test", ca: to.ca, now: Date.now(), random: randomBytes(32), sessionId: randomBytes(32), secretKey: randomBytes(32) }, parts);
  const bobs = (ciphers = "TLS_CHACHA20_POLY1305_SHA256") =>
    createServer({ ...shop.pem, ciphers, minVersion: "TLSv1.3" }, (socket) => {
      socket.on("error", () => undefined).once("data", (request) => socket.end(`page for ${String(request).split("\r\n")[0]}`));
    });

  for (const suite of ["TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"]) {
    it(`gets a page from node:tls with ${suite}, and copies what passed`, async () => {
      const { page, passed } = await connect(client(), bobs(suite));

      expect(page).to.equal("page for GET / HTTP/1.1");
      expect(passed[0]?.from).to.equal("client");
      expect(passed.map(({ bytes }) => bytes[0])).to.include.members([22, 20, 23]);
      expect(Buffer.concat(passed.map(({ bytes }) => bytes)).includes("page for")).to.equal(false);
    });
  }

  it("gets the same page when the line delivers a few bytes at a time", async () => {
    const server = bobs();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const slow = createTcpServer(async (near) => {
      const far = tcp((server.address() as AddressInfo).port, "127.0.0.1");
      for (const socket of [near, far]) socket.on("error", () => socket.destroy());
      near.pipe(far);
      for await (const bytes of far) {
        for (let at = 0; at < bytes.length; at += 97) {
          near.write(bytes.subarray(at, at + 97));
          await new Promise((done) => setImmediate(done));
        }
      }
      near.end();
    });

    const { page } = await connect(client(), slow);
    server.close();

    expect(page).to.equal("page for GET / HTTP/1.1");
  });

  it("says where to look when the server sends an alert", async () => {
    const hello = client().start();
    // Without supported_versions: 002b 0003 020304 becomes an extension that nobody knows.
    const at = Buffer.from(hello).indexOf("002b0003020304", "hex");
    hello[at + 1] = 0xfe;
    const old: TlsClient = { ...client(), start: () => hello };

    expect(await errorOf(connect(old, bobs()))).to.match(
      /^alert 70 from the server\. Alert 70 is protocol_version\. .*await check\("09-capstone\/client-hello"\)$/,
    );
  });

  it("tells a page that was cut off from a whole one", async () => {
    const half = createServer({ ...shop.pem, minVersion: "TLSv1.3" }, (socket) => {
      socket.on("error", () => undefined).once("data", () => socket.write("half", () => socket.destroy()));
    });

    expect(await errorOf(connect(client(), half))).to.match(/^truncated/);
  });

  it("gives up on a server that says nothing", async () => {
    const silent = createTcpServer((socket) => socket.resume());

    expect(await errorOf(connect(client(), silent, 80))).to.equal("The server said nothing for 0.08 seconds, and still waits for you.");
  });

  it("knows an evil server whose tricks the reference refuses", async () => {
    for (const trick of evilTricks())
      expect(await errorOf(connect(client(), evilServer(trick, shop))), trick)
        .to.match(/^(alert \d+|[a-z_]+:)/)
        .and.not.match(/^truncated/);
    expect(() => evilServer("sings", shop)).to.throw('The evil server does not know "sings"');
  });

  it("gets a page from OpenSSL's server, where there is one", async function () {
    for (const kind of ["Ed25519", "P-256"] as const) {
      const own = openShop("bob.test", kind);
      const openssl = await opensslServer(own);
      if (openssl === undefined) {
        process.stdout.write("skipped: there is no OpenSSL with TLS 1.3 on this machine\n");
        return this.skip();
      }
      const visitor = kind === "Ed25519" ? client(own) : client(own, p256Parts);

      const { page } = await connect(visitor, openssl.server);

      expect(page).to.contain("TLSv1.3").and.contain("TLS_CHACHA20_POLY1305_SHA256");
      expect(openssl.version).to.match(/^OpenSSL \d/);
    }
  });

  it("says nothing of an OpenSSL that is not there", async () => {
    expect(await opensslServer(shop, "no-such-openssl")).to.equal(undefined);
  });

  describe("with a certificate for a P-256 key", () => {
    const p256Shop = openShop("bob.test", "P-256");
    const server = () =>
      createServer({ ...p256Shop.pem, minVersion: "TLSv1.3" }, (socket) => {
        socket.on("error", () => undefined).once("data", () => socket.end("over P-256"));
      });

    it("gets a page from node:tls, if the client knows the scheme", async () => {
      expect((await connect(client(p256Shop, p256Parts), server())).page).to.equal("over P-256");
    });

    it("and gets alert 40 if it does not", async () => {
      expect(await errorOf(connect(client(p256Shop), server()))).to.match(/^alert 40 from the server\. Alert 40 is handshake_failure/);
    });

    it("still gets a page of a shop with Ed25519", async () => {
      expect((await connect(client(shop, p256Parts), bobs())).page).to.equal("page for GET / HTTP/1.1");
    });

    it("knows an evil server whose tricks that client refuses", async () => {
      for (const trick of tricks)
        expect(await errorOf(connect(client(p256Shop, p256Parts), evilServer(trick.does, p256Shop))), trick.does).to.match(new RegExp(`^${trick.word}\\b`));
    });
  });
});

describe("a cutter of records", () => {
  it("gives the same records, however TCP cut them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (bodies, sizes) => {
          const records = bodies.map((body) => Uint8Array.from([23, 3, 3, body.length >> 8, body.length & 255, ...body]));
          const stream = Buffer.concat(records);
          const cut = recordCutter();
          const seen: Uint8Array[] = [];
          for (let [at, turn] = [0, 0]; at < stream.length; turn += 1) {
            const size = sizes[turn % sizes.length] as number;
            seen.push(...cut(stream.subarray(at, at + size)));
            at += size;
          }
          expect(seen).to.deep.equal(records);
        },
      ),
    );
  });
});

describe("a client behind a line that cuts and waits as it likes", function () {
  this.timeout(60_000);

  it("sends and reads the same", async () => {
    const makeClient = await referenceClient();
    const random = seededRandom();
    random.reseed(new Uint8Array(32).fill(7));
    const [shop, o] = [
      tls.openShop(random.bytes, "bob.test", Date.UTC(2024, 4, 17)),
      { random: random.bytes(32), sessionId: random.bytes(32), secretKey: random.bytes(32) },
    ];
    const start = (): TlsClient => makeClient({ host: "bob.test", ca: shop.ca, now: Date.UTC(2024, 4, 17), ...o });
    const flight = tls.answerHello(shop, start().start().slice(5), 0x1303, random.bytes(64));
    const { seal } = tls.direction(0x1303, flight.serverApp);
    const page = [seal(22, tls.ticket(random.bytes(20))), seal(23, new TextEncoder().encode("good evening")), seal(21, tls.closeNotify)];
    const stream = Buffer.concat([...tls.recordsOf(flight), ...page]);

    /** What the client sends, and the page. @param wait - whether to let other things happen after a piece. */
    const visit = async (sizes: readonly number[], wait: readonly boolean[]): Promise<unknown> => {
      const [client, cut, sent] = [start(), recordCutter(), [] as Uint8Array[]];
      client.start();
      for (let [at, turn] = [0, 0]; at < stream.length; turn += 1) {
        const size = sizes[turn % sizes.length] as number;
        for (const record of cut(stream.subarray(at, at + size))) sent.push(...client.receive(record).send);
        at += size;
        if (wait[turn % wait.length]) await new Promise((done) => setImmediate(done));
      }
      return { sent, page: client.closed() };
    };
    const whole = await visit([stream.length], [false]);

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
        async (sizes, wait) => {
          expect(await visit(sizes, wait)).to.deep.equal(whole);
        },
      ),
      { numRuns: 60, seed: 12, examples: [[[1], [false]]] },
    );
    expect((whole as { page: string }).page).to.equal("good evening");
  });
});

describe("the decoder of alerts", () => {
  it("names a function and a check for what a client of this course meets, and is silent about the rest", () => {
    for (const number of [10, 20, 22, 40, 47, 50, 51, 70, 109])
      expect(causeOf(number)).to.match(/^Alert \d+ is [a-z_]+\. .+ Then: await check\("09-capstone\/[a-z-]+"\)$/);
    for (const words of ["bad_record_mac: it", "truncated: x", "decrypt_error: y", "not written yet"])
      expect(causeOf(words)).to.contain('await check("09-capstone/');
    expect(causeOf(200)).to.equal("Alert 200: RFC 8446, section 6.2, lists them all.");
    expect(causeOf("something else")).to.equal(undefined);
  });
});
