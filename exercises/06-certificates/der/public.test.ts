import type * as Exercise from "./answer.js";
import { bytesToHex, concatBytes, equalBytes, hexToBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite } from "#suite";

type Item = Exercise.Node;

const hex = (value: Uint8Array): string => (bytesToHex(value).match(/../g) ?? []).join(" ");

/** At most eight bytes. */
const shown = (value: Uint8Array): string => (value.length === 0 ? "nothing" : value.length > 8 ? `${value.length} bytes that begin ${hex(value.subarray(0, 8))}` : hex(value));

export const claims = suite<typeof Exercise>((answer) => {
  const reads = "reads one short item";

  async function parsed(input: Uint8Array): Promise<Item[]> {
    const items: unknown = await answer.der(input);
    if (!Array.isArray(items)) expect.fail(`der returned ${items === undefined ? "nothing" : `a ${typeof items}`}; expected an array of items`);
    return items.map((item: unknown) => {
      const { tag, body, start, end } = record(item, ["tag", "body", "start", "end"]);
      for (const [name, value] of Object.entries({ tag, start, end })) {
        if (typeof value !== "number") expect.fail(`${name} of an item is ${value === undefined ? "missing" : `a ${typeof value}`}; expected a number`);
      }
      return { tag: Number(tag), body: bytes(body), start: Number(start), end: Number(end) };
    });
  }

  /** `wanted` holds tags and bodies; where they stand follows from `input`. */
  async function expectItems(input: Uint8Array, wanted: readonly Item[]): Promise<void> {
    const items = await parsed(input);
    const what = `in ${shown(input)}`.replace("in nothing", "in empty input");
    // Items that overlap stand in each other. More of them side by side come from a length that was read wrongly.
    const isInside = items.some(({ start }, at) => at > 0 && start < items[at - 1].end);
    expect(items.length, `${what} ${wanted.length === 1 ? "stands 1 item" : `stand ${wanted.length} items side by side`}, and you returned ${items.length}${isInside ? "; do not look inside a body" : ""}`).to.equal(wanted.length);
    for (const [at, { tag, body, start, end }] of wanted.entries()) {
      const item = items[at];
      const which = wanted.length === 1 ? "the item" : `item ${at + 1}`;
      expect(item.tag, `${what} ${which} has the tag ${item.tag}; expected ${tag}`).to.equal(tag);
      if (!equalBytes(item.body, body)) expect.fail(`${what} the body of ${which} is ${shown(body)}; you returned ${shown(item.body)}`);
      expect(item.start, `${what} ${which} starts at ${start}; you returned ${item.start}`).to.equal(start);
      expect(item.end, `${what} ${which} ends before byte ${end}; you returned ${item.end}`).to.equal(end);
    }
  }

  async function expectRefused(written: string, why: string): Promise<void> {
    let items: Item[];
    try {
      items = await parsed(hexToBytes(written.replaceAll(" ", "")));
    } catch (error) {
      if (error instanceof Error && error.name === "AnswerThrew") return;
      throw error;
    }
    const [first] = items;
    expect.fail(`${written}: ${why}, and you returned ${first === undefined ? "no items" : `an item with the body ${shown(first.body)}`}; expected an error`);
  }

  describe("der", () => {
    it(reads, graded({}, async () => {
      await expectItems(hexToBytes("0203050709"), [{ tag: 2, body: hexToBytes("050709"), start: 0, end: 5 }]);
    }));

    it("reads items side by side", graded({ needs: reads }, async () => {
      await expectItems(hexToBytes("020105300406022a03"), [
        { tag: 2, body: hexToBytes("05"), start: 0, end: 3 },
        { tag: 0x30, body: hexToBytes("06022a03"), start: 3, end: 9 },
      ]);
    }));

    // Zeros: whoever reads the length wrongly goes on in them without an error, and the wrong item shows.
    it("reads a length of 200", graded({ needs: reads }, async () => {
      await expectItems(concatBytes(hexToBytes("0481c8"), new Uint8Array(200)), [{ tag: 4, body: new Uint8Array(200), start: 0, end: 203 }]);
    }));

    it("reads a length of 300", graded({ needs: reads }, async () => {
      const long = (length: string, count: number) => concatBytes(hexToBytes(`0482${length}`), new Uint8Array(count));
      try {
        await expectItems(long("012c", 300), [{ tag: 4, body: new Uint8Array(300), start: 0, end: 304 }]);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "AnswerThrew") throw error;
        // The same from left to right and from right to left.
        const turned = await parsed(long("0101", 257)).catch(() => []);
        const isRead = turned.length === 1 && turned[0].body.length === 257;
        // Once more: the call that is shown is the last.
        await parsed(long("012c", 300)).catch(() => []);
        expect.fail(`an item of 300 bytes, with the length 82 01 2c, made you throw "${error.message}"${isRead ? "; one of 257, with 82 01 01, did not" : ""}`);
      }
    }));

    it("throws when an item runs past the end", graded({ needs: reads }, async () => {
      await expectRefused("04 05 aa bb", "the item promises 5 bytes, and 2 are left");
      await expectRefused("02 01 05 04 02 aa", "the second item promises 2 bytes, and 1 is left");
      await expectRefused("30 82 01 2c 05 00", "the item promises 300 bytes, and 2 are left");
    }));

    it("reads empty bodies and empty input", graded({ needs: reads }, async () => {
      const none = new Uint8Array(0);
      await expectItems(hexToBytes("0500"), [{ tag: 5, body: none, start: 0, end: 2 }]);
      await expectItems(none, []);
    }));
  });
});
