import type * as Exercise from "../../../exercises/09-capstone/client-hello/answer.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, suite, tls } from "#suite";

type Offer = Parameters<typeof Exercise.clientHello>[0];

const be = (width: number, n: number): Buffer => {
  const out = Buffer.alloc(width);
  out.writeUIntBE(n, 0, width);
  return out;
};

/** The same message by another way: RFC 8446 §4.1.2 written down from front to back, with its lengths counted by hand. */
function byHand({ random, sessionId, host, share, suites }: Offer): Uint8Array {
  const name = Buffer.from(host);
  const extensions = Buffer.concat([
    Buffer.from("0000", "hex"), be(2, name.length + 5), be(2, name.length + 3), be(1, 0), be(2, name.length), name,
    Buffer.from("000a00040002001d000d000400020807002b0003020304003300260024001d0020", "hex"), share,
  ]);
  const length = 2 + 32 + 1 + sessionId.length + 2 + 2 * suites.length + 2 + 2 + extensions.length;
  const suiteBytes = Buffer.concat(suites.map((suite) => be(2, suite)));
  const head = [be(1, 1), be(3, length), be(2, 0x0303), random, be(1, sessionId.length), sessionId, be(2, suiteBytes.length), suiteBytes];
  return Uint8Array.from(Buffer.concat([...head, Buffer.from("0100", "hex"), be(2, extensions.length), extensions]));
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const host = (length: number): string => Array.from({ length }, (_, at) => (at % 8 === 5 && at < length - 2 ? "." : random.pick([..."abcdefghjkmnpqrstuvwxyz"]))).join("");
  const offer = (name = `${host(6)}.test`): Offer => ({
    random: random.bytes(32),
    sessionId: random.bytes(random.pick([0, 8, 32])),
    host: name,
    share: random.bytes(32),
    suites: random.pick([[0x1303], [0x1301, 0x1303], [0x1302, 0x1301, 0x1303]]),
  });

  describe("clientHello", () => {
    it("writes fresh values byte for byte", graded({ worth: 2 }, async () => {
      for (let round = 0; round < 3; round += 1) {
        const o = offer();

        const hello = bytes(await answer.clientHello(o));

        expect(hello, `for a session id of ${o.sessionId.length} bytes and ${o.suites.length} suites another message was expected`).to.equalBytes(byHand(o));
      }
    }));

    it("is read by a strict server to the last byte", graded({}, async () => {
      for (const suites of [[0x1301], [0x1303, 0x1301]]) {
        const o = { ...offer(), suites };
        const hello = bytes(await answer.clientHello(o));
        try {
          const read = tls.readClientHello(hello);
          if (read.suites.length !== 2 * suites.length) expect.fail(`a server read ${read.suites.length / 2} suites; ${suites.length} were offered`);
        } catch (error) {
          if (!(error instanceof tls.Lost)) throw error;
          expect.fail(`a server is lost: ${error.message}`);
        }
      }
    }));

    it("knows host names of 1 and of 253 letters", graded({}, async () => {
      for (const length of [1, 253]) {
        const o = offer(host(length));

        const hello = bytes(await answer.clientHello(o));

        expect(hello, `for a host of ${length} letters another message was expected`).to.equalBytes(byHand(o));
      }
    }));
  });
});
