import type * as Exercise from "../../../exercises/09-capstone/record/answer.js";
import { createCipheriv, createDecipheriv } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, rfc8448, suite } from "#suite";

type Suite = 0x1303 | 0x1301;

interface Direction {
  seal(type: number, body: Uint8Array): Promise<unknown>;
  open(record: Uint8Array): Promise<unknown>;
}

const ciphers = { [0x1303]: ["chacha20-poly1305", 32], [0x1301]: ["aes-128-gcm", 16] } as const;

/** By way of OpenSSL. */
function cipher(suite: Suite, make: typeof createCipheriv, key: Uint8Array, iv: Uint8Array, seq: number) {
  const nonce = Uint8Array.from(iv);
  const view = new DataView(nonce.buffer);
  view.setBigUint64(4, view.getBigUint64(4) ^ BigInt(seq));
  return make(ciphers[suite][0] as "aes-128-gcm", key, nonce, { authTagLength: 16 } as never);
}

function sealInner(suite: Suite, key: Uint8Array, iv: Uint8Array, seq: number, inner: Uint8Array): Uint8Array {
  const header = Buffer.from([23, 3, 3, (inner.length + 16) >> 8, (inner.length + 16) & 255]);
  const sealing = cipher(suite, createCipheriv, key, iv, seq);
  sealing.setAAD(header);
  return Uint8Array.from(Buffer.concat([header, sealing.update(inner), sealing.final(), sealing.getAuthTag()]));
}

/** The inner text, or undefined if it does not open. */
function innerOf(suite: Suite, key: Uint8Array, iv: Uint8Array, seq: number, box: Uint8Array): Uint8Array | undefined {
  const opening = cipher(suite, createDecipheriv as never, key, iv, seq) as unknown as ReturnType<typeof createDecipheriv> & { setAAD(aad: Uint8Array): void; setAuthTag(tag: Uint8Array): void };
  opening.setAAD(box.subarray(0, 5));
  opening.setAuthTag(box.subarray(-16));
  try {
    return Uint8Array.from(Buffer.concat([opening.update(box.subarray(5, -16)), opening.final()]));
  } catch {
    return undefined;
  }
}

const hex = (words: string): Uint8Array => Uint8Array.from(Buffer.from(words.replaceAll(" ", ""), "hex"));

// RFC 8448 §3, server's handshake traffic keys, and "{server} send handshake record", complete record (679 octets).
const serverKeys = { key: hex("3fce516009c21727d0f2e4e86ee403bc"), iv: hex("5d313eb2671276ee13000b30") };
const [, serverRecord] = rfc8448().fromServer as [Uint8Array, Uint8Array];
// RFC 8448 §3, client's handshake traffic keys, and "{client} send handshake record".
const clientKeys = { key: hex("dbfaa693 d1762c5b 666af5d9 50258d01".replaceAll(" ", "")), iv: hex("5bd3c71b 836e0b76 bb73265f".replaceAll(" ", "")) };
const clientFinished = hex("14000020 a8ec436d677634ae525ac1fcebe11a039ec17694fac6e98527b642f2edd5ce61");
const [clientRecord] = rfc8448().fromClient as [Uint8Array];

export const claims = suite<typeof Exercise>((answer, { random }) => {
  async function directionOf(suite: Suite, key: Uint8Array, iv: Uint8Array): Promise<Direction> {
    const direction: unknown = await answer.makeDirection(suite, key.slice(), iv.slice());
    record(direction, ["seal", "open"]);
    return direction as Direction;
  }

  async function opened(direction: Direction, box: Uint8Array): Promise<{ type: unknown; body: Uint8Array }> {
    const { type, body } = record(await direction.open(box), ["type", "body"]);
    return { type, body: bytes(body) };
  }

  describe("makeDirection", () => {
    it("agrees with an independent program in both suites", graded({ worth: 2 }, async () => {
      for (const suite of [0x1303, 0x1301] as const) {
        const [key, iv] = [random.bytes(ciphers[suite][1]), random.bytes(12)];
        const [sealing, opening] = [await directionOf(suite, key, iv), await directionOf(suite, key, iv)];
        for (const seq of [0, 1, 2]) {
          const [type, body] = [random.pick([21, 22, 23]), random.bytes(random.int(1, 300))];
          const inner = Uint8Array.from([...body, type]);

          const box = bytes(await sealing.seal(type, body.slice()));
          const back = await opened(opening, sealInner(suite, key, iv, seq, Uint8Array.from([...inner, ...new Uint8Array(seq * 5)])));

          expect(innerOf(suite, key, iv, seq, box) ?? new Uint8Array(0), `record ${seq} in suite 0x${suite.toString(16)} holds something else, or does not open`).to.equalBytes(inner);
          expect(box.subarray(0, 5), "the header differs").to.equalBytes(Uint8Array.of(23, 3, 3, (inner.length + 16) >> 8, (inner.length + 16) & 255));
          if (back.type !== type) expect.fail(`record ${seq} holds type ${type}; you read ${String(back.type)}`);
          expect(back.body, `record ${seq} holds another body`).to.equalBytes(body);
        }
      }
    }));

    it("throws on a record of zeros only, and says why", graded({}, async () => {
      for (const length of [1, 9]) {
        const [key, iv] = [random.bytes(32), random.bytes(12)];
        const direction = await directionOf(0x1303, key, iv);
        let said = "nothing: it opened";
        try {
          await direction.open(sealInner(0x1303, key, iv, 0, new Uint8Array(length)));
        } catch (error) {
          if (!(error instanceof Error) || error.name !== "AnswerThrew") throw error;
          said = error.message;
        }
        if (!said.startsWith("unexpected_message")) expect.fail(`inside stood ${length} zero bytes; expected an Error that begins with unexpected_message, and it said: ${said}`);
      }
    }));

    it("seals and opens an empty body", graded({}, async () => {
      const [key, iv] = [random.bytes(16), random.bytes(12)];

      const box = bytes(await (await directionOf(0x1301, key, iv)).seal(23, new Uint8Array(0)));
      const back = await opened(await directionOf(0x1301, key, iv), sealInner(0x1301, key, iv, 0, Uint8Array.of(23)));

      expect(box, "another record").to.equalBytes(sealInner(0x1301, key, iv, 0, Uint8Array.of(23)));
      if (back.type !== 23 || back.body.length !== 0) expect.fail(`expected type 23 and an empty body; got type ${String(back.type)} and ${back.body.length} bytes`);
    }));

    it("opens the server's first record of RFC 8448 §3, and seals the client's", graded({}, async () => {
      const flight = await opened(await directionOf(0x1301, serverKeys.key, serverKeys.iv), serverRecord.slice());
      const box = bytes(await (await directionOf(0x1301, clientKeys.key, clientKeys.iv)).seal(22, clientFinished.slice()));

      if (flight.type !== 22 || flight.body.length !== 657) expect.fail(`expected type 22 and 657 bytes; got type ${String(flight.type)} and ${flight.body.length} bytes`);
      expect(flight.body.subarray(-36, -24), "the RFC's Finished of the server begins so").to.equalBytes(hex("14000020 9b9b141d906337fb"));
      expect(box, "the RFC has another record for the client's Finished").to.equalBytes(clientRecord);
    }));
  });
});
