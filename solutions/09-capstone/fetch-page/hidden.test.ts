import type * as Exercise from "../../../exercises/09-capstone/fetch-page/answer.js";
import { utf8ToBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite, text, tls, tlsTricks } from "#suite";

const now = Date.UTC(2024, 4, 17, 12);

interface Client {
  start(): Promise<unknown>;
  receive(record: Uint8Array): Promise<unknown>;
  closed(): Promise<unknown>;
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  async function clientOf(shop: tls.Shop) {
    const client: unknown = await answer.makeClient({ host: shop.host, ca: shop.ca, now, random: random.bytes(32), sessionId: random.bytes(32), secretKey: random.bytes(32) });
    record(client, ["start", "receive", "closed"]);
    return { client: client as Client, hello: bytes(await (client as Client).start()).slice(5) };
  }

  /** What all records made the client send, and its page; or why it threw. */
  async function feed(client: Client, boxes: readonly Uint8Array[]): Promise<{ send: Uint8Array[]; page: string | null } | string> {
    const all: { send: Uint8Array[]; page: string | null } = { send: [], page: null };
    for (const box of boxes) {
      try {
        const { send, page } = record(await client.receive(box), ["send", "page"]);
        if (!Array.isArray(send)) expect.fail("receive returned no list of what to send");
        all.send.push(...send.map((one) => bytes(one)));
        all.page = page === null ? null : text(page);
      } catch (error) {
        if (error instanceof Error && error.name === "AnswerThrew") return error.message;
        throw error;
      }
    }
    return all;
  }

  function opened(suiteNumber: tls.SuiteNumber, secret: Uint8Array, box: Uint8Array): Uint8Array {
    try {
      return tls.direction(suiteNumber, secret).open(box).body;
    } catch {
      expect.fail("what the client sent does not open under the keys that it should have");
    }
  }

  /** A whole connection with an honest server. @param cut - bytes of handshake in one record. */
  async function visit(page: string, suiteNumber: tls.SuiteNumber, cut?: number, pieces = 1): Promise<void> {
    const shop = tls.openShop(random.bytes, `${random.pick(["a", "b", "c"])}.shop.test`, now);
    const { client, hello } = await clientOf(shop);
    const flight = tls.answerHello(shop, hello, suiteNumber, random.bytes(64));
    const said = await feed(client, tls.recordsOf(flight, cut));
    if (typeof said === "string") expect.fail(`an honest server was refused: "${said}"`);
    const { seal } = tls.direction(suiteNumber, flight.serverApp);
    const all = tls.inPieces(utf8ToBytes(page), Math.ceil(page.length / pieces));
    const body = all.flatMap((piece, at) => [seal(23, piece, at % 3), ...(at % 4 === 0 ? [seal(22, tls.ticket(random.bytes(20))), seal(23, new Uint8Array(0))] : [])]);

    const got = await feed(client, [...body, seal(21, tls.closeNotify), Uint8Array.of(23, 3, 3, 0, 1, 0)]);

    if (typeof got === "string") expect.fail(`the page was refused: "${got}"`);
    const [finished, request] = said.send;
    if (finished === undefined || request === undefined) expect.fail("Finished and request were expected, and did not come");
    expect(opened(suiteNumber, flight.clientHs, finished), "another Finished was expected").to.equalBytes(flight.clientFinished);
    if (!new TextDecoder().decode(opened(suiteNumber, flight.clientApp, request)).includes(`Host: ${shop.host}`)) expect.fail("the request does not name the host");
    if (got.page !== page) expect.fail(`the page has ${page.length} letters; you read ${got.page?.length ?? "none"}`);
  }

  async function expectRefused(tricks: readonly tlsTricks.Trick[]): Promise<void> {
    await visit("that it can say yes", 0x1303);
    for (const trick of tricks) {
      const shop = tls.openShop(random.bytes, "bob.test", now);
      const { client, hello } = await clientOf(shop);
      const said = await feed(client, trick.records({ shop, hello, chance: random.bytes(64), mallory: random.bytes(32) }));
      if (typeof said !== "string") expect.fail(`a server that ${trick.does} was not refused`);
      if (!said.startsWith(trick.word)) expect.fail(`a server that ${trick.does} was refused with "${said}"; expected an Error that begins with ${trick.word}`);
    }
  }

  describe("makeClient", () => {
    it("gets a fresh page from a fresh server in both suites", graded({ worth: 2 }, async () => {
      for (const suiteNumber of [0x1303, 0x1301] as const) await visit(`HTTP/1.1 200 OK\r\n\r\n${random.text(60)}`, suiteNumber);
    }));

    it("refuses all tricks of the evil server, each for its own reason", graded({ worth: 2 }, async () => {
      await expectRefused([...tlsTricks.handshakeTricks, ...tlsTricks.recordTricks]);
    }));

    it("refuses an old version, a suite that was not offered, and other odd ServerHellos", graded({}, async () => {
      await expectRefused(tlsTricks.helloTricks);
    }));

    it("gets a page in many records, from a handshake cut anywhere", graded({}, async () => {
      await visit(random.text(900), 0x1301, 1000, 40);
      await visit(random.text(90), 0x1303, random.int(1, 30), 3);
    }));
  });
});
