import type * as Nonce from "../../08-mini-tls/record-nonce/answer.js";
import type * as Exercise from "./answer.js";
import { bytesToHex, concatBytes, equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, refuses, suite, text, tls } from "#suite";

type Suite = 0x1303 | 0x1301;

interface Direction {
  seal(type: number, body: Uint8Array): Promise<unknown>;
  open(record: Uint8Array): Promise<unknown>;
}

/** RFC 8446 §5.3. */
function nonceOf(iv: Uint8Array, seq: number): Uint8Array {
  const count = new Uint8Array(12);
  const last = new DataView(count.buffer, 4);
  last.setBigUint64(0, BigInt(seq));
  return count.map((byte, at) => byte ^ (iv[at] ?? 0));
}

interface Keys {
  readonly suite: Suite;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

/** RFC 8446 §5.2. `inner` is the whole inner text. */
function sealInner({ suite, key, iv }: Keys, seq: number, inner: Uint8Array, aad?: Uint8Array): Uint8Array {
  const header = concatBytes(Uint8Array.of(23, 3, 3), tls.u16(inner.length + 16));
  return concatBytes(header, tls.suites[suite].cipher(key, nonceOf(iv, seq), aad ?? header).encrypt(inner));
}
const sealed = (keys: Keys, seq: number, type: number, body: Uint8Array): Uint8Array => sealInner(keys, seq, concatBytes(body, Uint8Array.of(type)));

/** What stands in the records of an answer that do not equal ours, in words. */
function whatIsIn({ suite, key, iv }: Keys, seq: number, mine: Uint8Array): string {
  const [header, rest] = [mine.subarray(0, 5), mine.subarray(5)];
  if (mine.length < 22) return `it has only ${mine.length} bytes`;
  const said = (header[3] ?? 0) * 256 + (header[4] ?? 0);
  if (header[0] !== 23) return `its header begins with ${header[0]}; expected 23`;
  if (header[1] !== 3 || header[2] !== 3) return `behind the 23 its header says ${bytesToHex(header.subarray(1, 3))}; expected 0303`;
  if (said !== rest.length) return `its header says that ${said} bytes follow; ${rest.length} do`;
  const attempts: [string, number, Uint8Array | undefined][] = [
    ["", seq, header],
    ["it opens only without associated data", seq, new Uint8Array(0)],
    ["it opens only with the nonce of record 0", 0, header],
    ["it opens only with the nonce of the record before it", seq - 1, header],
    ["it opens only with the nonce of the record after it", seq + 1, header],
  ];
  for (const [words, count, aad] of attempts.filter(([, count]) => count >= 0)) {
    try {
      const inner = tls.suites[suite].cipher(key, nonceOf(iv, count), aad).decrypt(rest);
      return words || `inside the box stands ${bytesToHex(inner.subarray(0, 24))}${inner.length > 24 ? "…" : ""}, ${inner.length} bytes`;
    } catch {
      // Not with this one.
    }
  }
  return "it does not open with the right key, nonce and header";
}

export const claims = suite<typeof Exercise>((answer, { random, given, fact }) => {
  const seals = "seals its first record as RFC 8446 says";
  const opens = "opens a record, and finds its real type";

  const keysFor = (suite: Suite = 0x1303): Keys => ({ suite, key: random.bytes(tls.suites[suite].keyLength), iv: random.bytes(12) });

  async function directionOf({ suite, key, iv }: Keys): Promise<Direction> {
    const direction: unknown = await answer.makeDirection(suite, key.slice(), iv.slice());
    record(direction, ["seal", "open"]);
    return direction as Direction;
  }

  async function openedBy(direction: Direction, box: Uint8Array): Promise<{ type: number; body: Uint8Array }> {
    const { type, body } = record(await direction.open(box.slice()), ["type", "body"]);
    if (typeof type !== "number") expect.fail(`open returned a type that is no number`);
    return { type, body: bytes(body) };
  }

  async function canOpen(direction: Direction, box: Uint8Array): Promise<boolean> {
    try {
      await openedBy(direction, box);
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === "AnswerThrew") return false;
      throw error;
    }
  }

  function expectOpened(opened: { type: number; body: Uint8Array }, type: number, body: Uint8Array): void {
    if (opened.type !== type) expect.fail(`the record holds type ${type} and ${bytesToHex(body)}; you returned type ${opened.type} and ${bytesToHex(opened.body) || "nothing"}`);
    expect(opened.body, `the type is right; the body should be ${bytesToHex(body) || "empty"}, yours is ${bytesToHex(opened.body) || "empty"}`).to.equalBytes(body);
  }

  describe("seal", () => {
    it(seals, graded({}, async () => {
      const [keys, body] = [keysFor(), random.bytes(7)];
      const direction = await directionOf(keys);

      const first = bytes(await direction.seal(23, body.slice()));

      const right = sealed(keys, 0, 23, body);
      expect(first, `a server cannot open your record: ${whatIsIn(keys, 0, first)}. Inside should stand ${bytesToHex(body)}17, 8 bytes`).to.equalBytes(right);
    }));

    it("seals the second and the third record too", graded({ needs: seals }, async () => {
      const [keys, secret] = [keysFor(0x1301), "my pin is 4711"];
      const direction = await directionOf(keys);
      const known = new TextEncoder().encode("GET / HTTP/1.1");

      const first = bytes(await direction.seal(23, known));
      const second = bytes(await direction.seal(23, new TextEncoder().encode(secret)));
      const third = bytes(await direction.seal(22, random.bytes(3)));

      // Eve knows what the first record held, as with every request.
      const loot = String.fromCharCode(...known.map((byte, at) => byte ^ (first[5 + at] ?? 0) ^ (second[5 + at] ?? 0)));
      if (loot === secret) {
        fact("loot", loot);
        expect.fail(`records 0 and 1 have the same nonce. Eve knew the first text, and read the second: "${loot}"`);
      }
      expect(second, `the first record was right, the second not: ${whatIsIn(keys, 1, second)}`).to.equalBytes(sealed(keys, 1, 23, new TextEncoder().encode(secret)));
      if (third.length !== 25 || third[0] !== 23) expect.fail(`the third record does not fit: ${whatIsIn(keys, 2, third)}`);
    }));

    it("hides the type from Eve", graded({}, async () => {
      const direction = await directionOf(keysFor());

      for (const type of [22, 23, 21]) {
        const box = bytes(await direction.seal(type, random.bytes(4)));
        if (box.length < 5) expect.fail(`a record of ${box.length} bytes has no header`);
        if (box[0] !== 23) expect.fail(`I sealed something of type ${type}, and Eve read ${box[0]} in the first byte; she should read 23 each time`);
      }
    }));

    it("takes the nonce that your own recordNonce makes", graded({ needs: seals, uses: "08-mini-tls/record-nonce" }, async () => {
      const keys = keysFor();
      const direction = await directionOf(keys);
      const body = random.bytes(5);
      await direction.seal(22, random.bytes(2));

      const box = bytes(await direction.seal(22, body.slice()));

      const nonce = bytes(await given.uses<typeof Nonce>("08-mini-tls/record-nonce").recordNonce(keys.iv.slice(), 1), 12);
      const inner = concatBytes(body, Uint8Array.of(22));
      const right = tls.suites[keys.suite].cipher(keys.key, nonce, box.subarray(0, 5)).encrypt(inner);
      expect(box.subarray(5), "record 1 is not sealed with the nonce that your lesson 8 makes for 1").to.equalBytes(right);
    }));
  });

  describe("open", () => {
    it(opens, graded({}, async () => {
      const [keys, body] = [keysFor(), random.bytes(6)];
      body[5] = 7;

      const inner = concatBytes(body, Uint8Array.of(22));
      try {
        expectOpened(await openedBy(await directionOf(keys), sealed(keys, 0, 22, body)), 22, body);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "AnswerThrew") throw error;
        const others: [string, Uint8Array][] = [
          ["One that was sealed without associated data you open", sealInner(keys, 0, inner, new Uint8Array(0))],
          ["One that was sealed with the nonce of record 1 you open", sealed(keys, 1, 22, body)],
        ];
        const opens: string[] = [];
        for (const [words, box] of others) if (await canOpen(await directionOf(keys), box)) opens.push(words);
        expect.fail(`an honest record did not open: "${text(error.message)}"${opens.map((words) => `. ${words}`).join("")}`);
      }
    }));

    it("opens three records in a row", graded({ needs: opens }, async () => {
      const keys = keysFor(0x1301);
      const direction = await directionOf(keys);
      for (const [seq, type] of [23, 22, 21].entries()) {
        const body = Uint8Array.from([...random.bytes(4), 9]);
        let opened: { type: number; body: Uint8Array };
        try {
          opened = await openedBy(direction, sealed(keys, seq, type, body));
        } catch (error) {
          if (!(error instanceof Error) || error.name !== "AnswerThrew") throw error;
          const again = await directionOf(keys);
          for (let count = 0; count < seq; count += 1) await canOpen(again, sealed(keys, count, 23, body));
          const still = (await canOpen(again, sealed(keys, 0, type, body))) ? "; you open it with the nonce of record 0 only" : "";
          expect.fail(`record ${seq} did not open ("${text(error.message)}")${seq > 0 ? `; the ${seq === 1 ? "first" : "first two"} did` : ""}${still}`);
        }
        expectOpened(opened, type, body);
      }
    }));

    it("strips padding, and nothing else", graded({ needs: opens }, async () => {
      for (const [body, zeros] of [[random.bytes(4), 1], [random.bytes(2), 40], [Uint8Array.of(5, 0, 0), 0], [Uint8Array.of(5, 0, 0), 3]] as const) {
        const keys = keysFor();
        const inner = concatBytes(body, Uint8Array.of(23), new Uint8Array(zeros));

        const opened = await openedBy(await directionOf(keys), sealInner(keys, 0, inner));

        if (opened.type !== 23) expect.fail(`inside stood ${bytesToHex(inner)}; you returned type ${opened.type}`);
        expect(opened.body, `inside stood ${bytesToHex(inner)}; the body in it is ${bytesToHex(body)}, yours is ${bytesToHex(opened.body) || "empty"}`).to.equalBytes(body);
      }
    }));

    it("throws when a bit of header or body is changed", graded({ needs: opens }, async () => {
      const keys = keysFor();
      const box = sealed(keys, 0, 23, random.bytes(3));

      for (const at of box.keys()) {
        const direction = await directionOf(keys);
        const changed = box.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
        if (equalBytes(changed, box)) continue;
        await refuses(direction.open(changed), `Mallory changed a bit in byte ${at}, ${at < 5 ? "in the header" : "in the box"}, and you opened the record`);
      }
    }));
  });
});
