import type * as Hello from "../client-hello/answer.js";
import type * as Exercise from "./answer.js";
import { createPrivateKey } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { createServer } from "node:tls";
import { bytesToHex, concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite, text, tls } from "#suite";

const now = Date.UTC(2024, 4, 17, 12);
const page = "HTTP/1.1 200 OK\r\n\r\nGood evening, grüß dich.";

interface Client {
  start(): Promise<unknown>;
  receive(record: Uint8Array): Promise<unknown>;
  closed(): Promise<unknown>;
}

/** What a Finished that is not ours was made of. */
function howMade({ messages, clientHs, serverHs }: tls.Flight, mac: Uint8Array): string {
  const withHeader = messages.map((one) => concatBytes(Uint8Array.of(22, 3, 3), tls.u16(one.length), one));
  const guesses: [string, Uint8Array][] = [
    ["it is made with the server's secret", tls.finishedMac(serverHs, messages)],
    ["it is made with record headers in the transcript", tls.finishedMac(clientHs, withHeader)],
    ["the hash of all messages was taken as one more message", tls.finishedMac(clientHs, [tls.transcriptHash(messages)])],
    ...messages.slice(1).map((_, at): [string, Uint8Array] => [`it covers the first ${at + 1} of six messages`, tls.finishedMac(clientHs, messages.slice(0, at + 1))]),
  ];
  return guesses.find(([, guess]) => equalBytes(guess, mac))?.[0] ?? `it is ${bytesToHex(mac.subarray(0, 4))}…, expected ${bytesToHex(tls.finishedMac(clientHs, messages).subarray(0, 4))}…`;
}

export const claims = suite<typeof Exercise>((answer, { random, given, fact }) => {
  const begins = "begins with a ClientHello, and opens the server's first sealed record";
  const finishes = "answers a recorded handshake with the right Finished";
  const gets = "gets a page from an honest server";

  const town = (suite: tls.SuiteNumber = 0x1303): { shop: tls.Shop; suite: tls.SuiteNumber } => ({ shop: tls.openShop(random.bytes, "bob.test", now), suite });

  async function clientOf({ shop }: { shop: tls.Shop }) {
    const o = { host: shop.host, ca: shop.ca, now, random: random.bytes(32), sessionId: random.bytes(32), secretKey: random.bytes(32) };
    const client: unknown = await answer.makeClient({ ...o });
    record(client, ["start", "receive", "closed"]);
    const first = bytes(await (client as Client).start());
    if (first[0] !== 22 || first.length < 9 || first[5] !== 1) expect.fail(`the client's first bytes are ${bytesToHex(first.subarray(0, 6))}; expected a record of type 22 with a ClientHello`);
    return { client: client as Client, hello: first.slice(5), o };
  }

  /** What the client sends, or why it threw. */
  async function take(client: Client, box: Uint8Array): Promise<{ send: Uint8Array[]; page: string | null } | string> {
    try {
      const { send, page } = record(await client.receive(box.slice()), ["send", "page"]);
      if (!Array.isArray(send)) expect.fail("receive returned no list of what to send");
      return { send: send.map((one) => bytes(one)), page: page === null ? null : text(page) };
    } catch (error) {
      if (error instanceof Error && error.name === "AnswerThrew") return error.message;
      throw error;
    }
  }

  /** Under which wrong keys a client reads. */
  async function readsWith(o: Parameters<typeof Exercise.makeClient>[0], boxes: readonly Uint8Array[], flight: tls.Flight): Promise<string> {
    const { messages, suite, master, clientHs } = flight;
    const early = tls.expandLabel(master, "s ap traffic", tls.transcriptHash(messages.slice(0, 2)), 32);
    for (const [words, secret] of [["the client's handshake keys", clientHs], ["application keys", early]] as const) {
      const client = (await answer.makeClient({ ...o })) as unknown as Client;
      bytes(await client.start());
      await take(client, boxes[0] as Uint8Array);
      const said = await take(client, tls.direction(suite, secret).seal(22, messages[2] as Uint8Array));
      if (typeof said !== "string") return `. You read with ${words}`;
    }
    return "";
  }

  /** The same client once more, up to the same place. */
  async function again(o: Parameters<typeof Exercise.makeClient>[0], flight: tls.Flight) {
    const client = (await answer.makeClient({ ...o })) as unknown as Client;
    bytes(await client.start());
    await shakeHands(client, flight);
    return { client };
  }

  /** Goes on until the server has sent its flight. The client's answer to all of it. */
  async function shakeHands(client: Client, flight: tls.Flight): Promise<Uint8Array[]> {
    const sent: Uint8Array[] = [];
    for (const [at, box] of tls.recordsOf(flight).entries()) {
      const said = await take(client, box);
      if (typeof said === "string") expect.fail(`an honest server's record ${at + 1} of 6 was refused: "${said}"`);
      sent.push(...said.send);
    }
    return sent;
  }

  /** Feeds the records of a page. The page, once the client says that it is whole. */
  async function read(client: Client, boxes: readonly Uint8Array[]): Promise<string | null> {
    let got: string | null = null;
    for (const box of boxes) {
      const said = await take(client, box);
      if (typeof said === "string") expect.fail(`the handshake is done; a record of the page was refused: "${said}"`);
      got = said.page;
    }
    return got;
  }

  /** The client's request, as the server reads it. */
  function requestIn({ suite, clientApp, clientHs }: tls.Flight, sent: readonly Uint8Array[]): string {
    const box = sent[1];
    if (box === undefined) expect.fail("behind its Finished your client sent no request");
    if (box[0] !== 23) expect.fail(`the handshake is done. Your request begins with ${bytesToHex(box.subarray(0, 5))}; a sealed record begins with 170303 and its length`);
    for (const [words, secret, skip] of [["", clientApp, 0], ["under application keys, but not as their first record", clientApp, 1], ["under the keys of the handshake", clientHs, 1]] as const) {
      try {
        const channel = tls.direction(suite, secret);
        for (let i = 0; i < skip; i += 1) channel.seal(22, new Uint8Array(0));
        const { type, body } = channel.open(box);
        if (words !== "") expect.fail(`the handshake is done. Your request went out ${words}`);
        if (type !== 23) expect.fail(`your request is of type ${type}; expected 23, data`);
        return new TextDecoder().decode(body);
      } catch (error) {
        if (error instanceof Error && error.name === "AssertionError") throw error;
      }
    }
    expect.fail("the handshake is done. The server cannot open your request: it is under other keys than the application keys of this connection");
  }

  const pageRecords = ({ suite, serverApp }: tls.Flight, pieces: readonly [number, Uint8Array][]): Uint8Array[] => {
    const { seal } = tls.direction(suite, serverApp);
    return pieces.map(([type, body]) => seal(type, body));
  };

  describe("the handshake", () => {
    it(begins, graded({ uses: ["09-capstone/client-hello", "09-capstone/record", "09-capstone/check-server"] }, async () => {
      const { shop, suite } = town();
      const { client, hello, o } = await clientOf({ shop });
      const own = bytes(await given.uses<typeof Hello>("09-capstone/client-hello").clientHello({ random: o.random, sessionId: o.sessionId, host: o.host, share: x25519.getPublicKey(o.secretKey), suites: [0x1303, 0x1301] }));
      expect(hello, "it is not the ClientHello that your own clientHello writes").to.equalBytes(own);

      const flight = tls.answerHello(shop, hello, suite, random.bytes(64));
      const boxes = tls.recordsOf(flight).slice(0, 3);
      for (const [at, box] of boxes.entries()) {
        const said = await take(client, box);
        if (typeof said === "string") {
          const name = ["ServerHello", "the gesture for old machines", "the server's first sealed record"][at];
          expect.fail(`${name} came, and your client said "${said}"${at === 2 ? await readsWith(o, boxes, flight) : ""}`);
        }
        if (said.send.length > 0) expect.fail("your client sent something before the server had finished");
      }
    }));

    it(finishes, graded({ worth: 2, needs: begins }, async () => {
      const { shop, suite } = town(0x1301);
      const { client, hello } = await clientOf({ shop });
      const flight = tls.answerHello(shop, hello, suite, random.bytes(64));

      const [box] = await shakeHands(client, flight);

      if (box === undefined) expect.fail("the server has finished, and your client sent nothing");
      let inside: { type: number; body: Uint8Array };
      try {
        inside = tls.direction(suite, flight.clientHs).open(box);
      } catch {
        expect.fail("your Finished does not open under the client's handshake keys");
      }
      if (inside.type !== 22) expect.fail(`what you sent first is of type ${inside.type}; expected 22, handshake`);
      const { body } = inside;
      if (body.length !== 36 || body[0] !== 20) expect.fail(`what you sent first holds ${body.length} bytes, beginning ${bytesToHex(body.subarray(0, 4))}; expected 36, beginning 14000020`);
      if (!equalBytes(body, flight.clientFinished)) expect.fail(`a server answers your Finished with alert 51: ${howMade(flight, body.subarray(4))}`);
    }));
  });

  describe("the page", () => {
    it(gets, graded({ worth: 2, needs: finishes }, async () => {
      const { shop, suite } = town();
      const { client, hello, o } = await clientOf({ shop });
      const flight = tls.answerHello(shop, hello, suite, random.bytes(64));
      const sent = await shakeHands(client, flight);
      const request = requestIn(flight, sent);

      const [first, ...others] = pageRecords(flight, [[23, utf8ToBytes(page.slice(0, 9))], [23, utf8ToBytes(page.slice(9))], [21, tls.closeNotify]]) as [Uint8Array, ...Uint8Array[]];
      const refusal = await take(client, first);
      if (typeof refusal === "string") {
        const late = tls.direction(suite, flight.serverHs);
        for (const one of flight.messages.slice(2)) late.seal(22, one);
        const said = await take((await again(o, flight)).client, late.seal(23, utf8ToBytes("a page")));
        expect.fail(`your request was right; the first record of the page was refused: "${refusal}"${typeof said === "string" ? "" : ". You still read with the keys of the handshake"}`);
      }
      const got = await read(client, others);

      if (!request.startsWith("GET / HTTP/1.1\r\nHost: bob.test\r\n")) expect.fail(`the server read the request "${request.slice(0, 60)}"`);
      if (got !== page) expect.fail(got === null ? "the whole page came, and close_notify; receive returned no page" : `the page should read "${page}"; you read "${got}"`);
      const last = text(await client.closed());
      if (last !== page) expect.fail(`closed should return the page; it returned "${last}"`);
    }));

    it("gets a page from node's own TLS server", graded({ needs: gets, live: true }, async () => {
      for (const [cipher, key] of [["TLS_CHACHA20_POLY1305_SHA256", random.bytes], ["TLS_AES_128_GCM_SHA256", random.bytes]] as const) {
        const shop = tls.openShop(key, "bob.test", now);
        const pkcs8 = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), shop.signSecret]), format: "der", type: "pkcs8" });
        const cert = `-----BEGIN CERTIFICATE-----\n${Buffer.from(shop.certificate).toString("base64")}\n-----END CERTIFICATE-----\n`;
        const server = createServer({ key: pkcs8.export({ format: "pem", type: "pkcs8" }), cert, ciphers: cipher, minVersion: "TLSv1.3" }, (socket) => {
          socket.on("error", () => undefined);
          socket.once("data", () => socket.end(page));
        });
        let alarm = "";
        server.on("tlsClientError", (error) => {
          // Without numbers of threads and lines, which differ from run to run.
          alarm = /SSL routines:[^:]*:([^:]+)/.exec(error.message)?.[1] ?? error.message;
        });
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        try {
          const { client } = await clientOf({ shop });
          const got = await pump(client, (server.address() as AddressInfo).port);
          if (got !== page) expect.fail(`from node's server with ${cipher} you got ${typeof got === "string" ? `${got.includes(page) ? "more than" : "something else than"} the page` : "nothing"}${alarm === "" ? "" : `; node says: ${alarm}`}`);
        } finally {
          server.close();
        }
      }
    }));

    it("gets two pages on two connections", graded({ needs: gets }, async () => {
      const [one, other] = [town(), town(0x1301)];
      const [first, second] = [await clientOf(one), await clientOf(other)];
      const [flight, otherFlight] = [tls.answerHello(one.shop, first.hello, one.suite, random.bytes(64)), tls.answerHello(other.shop, second.hello, other.suite, random.bytes(64))];
      await shakeHands(first.client, flight);
      await shakeHands(second.client, otherFlight);

      const got = await read(first.client, pageRecords(flight, [[23, utf8ToBytes("page one")], [21, tls.closeNotify]]));
      const otherGot = await read(second.client, pageRecords(otherFlight, [[23, utf8ToBytes("page two")], [21, tls.closeNotify]]));

      if (got !== "page one" || otherGot !== "page two") expect.fail(`the two pages read "page one" and "page two"; you read "${got}" and "${otherGot}"`);
    }));

    it("leaves tickets out of the page", graded({ needs: gets }, async () => {
      const { shop, suite } = town();
      const { client, hello } = await clientOf({ shop });
      const flight = tls.answerHello(shop, hello, suite, random.bytes(64));
      await shakeHands(client, flight);
      // Letters, so that they do no harm to what reads them as text.
      const ticket = tls.ticket(utf8ToBytes(random.text(20).replaceAll(" ", "x")));

      const got = await read(client, pageRecords(flight, [[22, ticket], [22, ticket], [23, utf8ToBytes(page)], [22, ticket], [21, tls.closeNotify]]));

      if (got !== page) expect.fail(`the server sent three tickets and the page "${page}"; you read ${got === null ? "nothing" : `a page of ${got.length} letters; the page has ${page.length}`}`);
    }));

    it("refuses a page that was cut off", graded({ needs: gets }, async () => {
      const { shop, suite } = town();
      const { client, hello } = await clientOf({ shop });
      const flight = tls.answerHello(shop, hello, suite, random.bytes(64));
      await shakeHands(client, flight);
      const half = "Pay Bob 100 euros, but only if";
      const before = await read(client, pageRecords(flight, [[23, utf8ToBytes(half)]]));
      if (before !== null) expect.fail("the page was not complete, and receive returned it");

      let said: unknown;
      try {
        said = await client.closed();
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "AnswerThrew") throw error;
        if (!error.message.startsWith("truncated")) expect.fail(`Mallory cut the line; closed threw "${error.message}", expected an Error that begins with truncated`);
        return;
      }
      fact("loot", text(said));
      expect.fail(`Mallory cut the line in the middle, and you took this for the whole page: "${text(said)}"`);
    }));
  });

  /** Between a client and a socket on this machine. The page, or why there is none. */
  async function pump(client: Client, port: number): Promise<string | null> {
    const socket = connect(port, "127.0.0.1");
    socket.setTimeout(3000, () => socket.destroy(new Error("the server said nothing for 3 seconds")));
    let [rest, got]: [Uint8Array, string | null] = [new Uint8Array(0), null];
    try {
      await once(socket, "connect");
      socket.write(bytes(await client.start()));
      for await (const chunk of socket) {
        rest = concatBytes(rest, Uint8Array.from(chunk as Uint8Array));
        for (let end = 0; rest.length >= 5; rest = rest.slice(end)) {
          end = 5 + (rest[3] ?? 0) * 256 + (rest[4] ?? 0);
          if (rest.length < end) break;
          const said = await take(client, rest.slice(0, end));
          if (typeof said === "string") expect.fail(`node's server sent a record, and your client said "${said}"`);
          for (const one of said.send) socket.write(one);
          got = said.page;
        }
      }
    } finally {
      socket.destroy();
    }
    return got;
  }
});
