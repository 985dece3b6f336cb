import type * as Exercise from "./answer.js";
import { bytesToHex, concatBytes, equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, suite, tls } from "#suite";

type Offer = Parameters<typeof Exercise.clientHello>[0];

const { u8, u16, vec } = tls;
const extension = (number: number, ...content: Uint8Array[]): Uint8Array => concatBytes(u16(number), vec(2, ...content));

/** The fields of RFC 8446 §4.1.2 in order, each with its name. */
function fieldsOf(o: Offer): [string, Uint8Array][] {
  const extensions: [string, Uint8Array][] = [
    // RFC 6066 §3.
    ["extension 0", extension(0, vec(2, u8(0), vec(2, new TextEncoder().encode(o.host))))],
    ["extension 10", extension(10, vec(2, u16(0x001d)))],
    ["extension 13", extension(13, vec(2, u16(0x0807)))],
    ["extension 43", extension(43, vec(1, u16(0x0304)))],
    ["extension 51", extension(51, vec(2, u16(0x001d), vec(2, o.share)))],
  ];
  const rest: [string, Uint8Array][] = [
    ["the version", u16(0x0303)],
    ["random", o.random],
    ["the session id", vec(1, o.sessionId)],
    ["the suites", vec(2, ...o.suites.map(u16))],
    ["compression", vec(1, u8(0))],
    ["the length of all extensions", u16(extensions.reduce((sum, [, whole]) => sum + whole.length, 0))],
    ...extensions,
  ];
  return [["the type", u8(1)], ["the length of the message", vec(3, ...rest.map(([, part]) => part)).subarray(0, 3)], ...rest];
}

/** In which field two messages differ first. A length is right when what it counts is, so lengths come last. */
function firstDifference(o: Offer, mine: Uint8Array): string {
  const differences: [name: string, words: string][] = [];
  let at = 0;
  for (const [name, part] of fieldsOf(o)) {
    const yours = mine.subarray(at, at + part.length);
    if (!equalBytes(yours, part)) differences.push([name, `${name} (from byte ${at} on) should read ${short(part)}; yours reads ${short(yours)}`]);
    at += part.length;
  }
  const [, words] = differences.find(([name]) => !name.startsWith("the length")) ?? differences[0] ?? [];
  return words ?? `${mine.length - at} bytes follow behind the last extension`;
}

const short = (part: Uint8Array): string => (part.length === 0 ? "nothing" : `${bytesToHex(part.subarray(0, 12))}${part.length > 12 ? "…" : ""}`);

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const whole = "is a handshake message whose length is right";
  const offers = "offers TLS 1.3 in supported_versions";

  const offer = (): Offer => ({ random: random.bytes(32), sessionId: random.bytes(32), host: "bob.test", share: random.bytes(32), suites: [0x1303, 0x1301] });

  const helloOf = async (o: Offer): Promise<Uint8Array> => bytes(await answer.clientHello(o));

  /** As a strict server reads it. */
  async function readBack(o: Offer): Promise<tls.ClientHello> {
    const hello = await helloOf(o);
    try {
      return tls.readClientHello(hello);
    } catch (error) {
      if (!(error instanceof tls.Lost)) throw error;
      expect.fail(`a server is lost in your message: ${error.message}. Compared with the statement: ${firstDifference(o, hello)}`);
    }
  }

  describe("clientHello", () => {
    it(whole, graded({}, async () => {
      const hello = await helloOf(offer());

      if (hello.length < 4) expect.fail(`${hello.length} bytes are no message: type and length alone take four`);
      if (hello[0] !== 1) expect.fail(`the first byte is ${hello[0]}; expected 1, the type of a ClientHello`);
      const length = ((hello[1] ?? 0) << 16) | ((hello[2] ?? 0) << 8) | (hello[3] ?? 0);
      if (length !== hello.length - 4) expect.fail(`read as three bytes, its length says that ${length} bytes follow; ${hello.length - 4} do`);
    }));

    it(offers, graded({ needs: whole }, async () => {
      const { extensions } = await readBack(offer());

      const versions = extensions.get(43);
      if (versions === undefined) expect.fail("extension 43 is missing: a server takes this for TLS 1.2");
      expect(versions, `a server reads in extension 43: ${short(versions)}; expected a list of 2 bytes with 0x0304 in it`).to.equalBytes(vec(1, u16(0x0304)));
    }));

    it("sends its key share in a list", graded({ needs: whole }, async () => {
      const o = offer();
      const { extensions } = await readBack(o);

      const content = extensions.get(51);
      if (content === undefined) expect.fail("extension 51 is missing: a server has nothing to agree with");
      expect(content, `extension 51 should begin 0024 001d 0020: the length of the list, the group, the length of the share; yours begins ${short(content.subarray(0, 6))}`).to.equalBytes(vec(2, u16(0x001d), vec(2, o.share)));
    }));

    it("carries the three given extensions, in order", graded({ needs: whole }, async () => {
      const o = offer();
      const { extensions } = await readBack(o);

      const numbers = [...extensions.keys()].join(", ");
      if (numbers !== "0, 10, 13, 43, 51") expect.fail(`your extensions have the numbers ${numbers || "(none)"}; expected 0, 10, 13, 43, 51`);
      const given = new Map(fieldsOf(o).map(([name, part]) => [name, part.subarray(4)]));
      for (const number of [0, 10, 13]) expect(extensions.get(number), `extension ${number} is not the one that was given`).to.equalBytes(given.get(`extension ${number}`) ?? u8(0));
    }));

    it("carries random, session id, suites and compression", graded({ needs: whole }, async () => {
      const o = offer();
      const read = await readBack(o);

      const wanted: [string, Uint8Array, Uint8Array][] = [
        ["the version", read.version, u16(0x0303)],
        ["random", read.random, o.random],
        ["the session id", read.sessionId, o.sessionId],
        ["the list of suites", read.suites, concatBytes(...o.suites.map(u16))],
        ["compression", read.compression, u8(0)],
      ];
      for (const [name, mine, right] of wanted) expect(mine, `a server reads as ${name}: ${short(mine)}; expected ${short(right)}`).to.equalBytes(right);
    }));

    it("is the message of the statement, byte for byte", graded({ worth: 2, needs: whole }, async () => {
      const o = offer();
      const hello = await helloOf(o);

      const right = concatBytes(...fieldsOf(o).map(([, part]) => part));
      expect(hello, firstDifference(o, hello)).to.equalBytes(right);
    }));
  });
});
