import type * as Exercise from "../../../exercises/06-certificates/der/answer.js";
import { createPrivateKey, createPublicKey, sign, X509Certificate } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, refuses, suite } from "#suite";

const item = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.of(tag, ...length), body]);
};
const hex = (written: string): Uint8Array => Uint8Array.from(Buffer.from(written.replaceAll(" ", ""), "hex"));

/** A real certificate: OpenSSL signs it, and reads it. */
function courseCa(secret: Uint8Array, serial: Uint8Array): X509Certificate {
  const key = createPrivateKey({ key: Buffer.concat([hex("302e020100300506032b657004220420"), secret]), format: "der", type: "pkcs8" });
  const name = item(0x30, item(0x31, item(0x30, hex("0603550403"), item(0x0c, Buffer.from("Course CA")))));
  const validity = item(0x30, item(0x17, Buffer.from("240101000000Z")), item(0x17, Buffer.from("340101000000Z")));
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  const isCa = item(0xa3, item(0x30, item(0x30, hex("0603551d13"), hex("0101ff"), item(4, item(0x30, hex("0101ff"))))));
  const ed25519 = item(0x30, hex("06032b6570"));
  const tbs = item(0x30, item(0xa0, hex("020102")), item(2, serial), ed25519, name, validity, name, spki, isCa);
  return new X509Certificate(item(0x30, tbs, ed25519, item(3, Buffer.of(0), sign(null, tbs, key))));
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const real = "reads the real certificate of the course CA";

  async function parsed(input: Uint8Array): Promise<Exercise.Node[]> {
    const items: unknown = await answer.der(Uint8Array.from(input));
    if (!Array.isArray(items)) expect.fail("der did not return an array");
    return items.map((one: unknown) => {
      const { tag, body, start, end } = record(one, ["tag", "body", "start", "end"]);
      return { tag: Number(tag), body: bytes(body), start: Number(start), end: Number(end) };
    });
  }

  describe("der", () => {
    it(real, graded({ worth: 2 }, async () => {
      const serial = Uint8Array.from([random.int(1, 127), ...random.bytes(15)]);
      const cert = courseCa(random.bytes(32), serial);
      const [whole] = await parsed(cert.raw);
      const parts = await parsed(whole?.body ?? new Uint8Array(0));
      expect(parts.map(({ tag }) => tag), "the three parts of a certificate").to.deep.equal([0x30, 0x30, 0x03]);
      const fields = await parsed(parts[0].body);
      expect(fields.map(({ tag }) => tag), "the fields of the signed part").to.deep.equal([0xa0, 2, 0x30, 0x30, 0x30, 0x30, 0x30, 0xa3]);
      const { start, end } = fields[6];
      expect(Uint8Array.from(parts[0].body.subarray(start, end))).to.equalBytes(
        Uint8Array.from(cert.publicKey.export({ format: "der", type: "spki" })),
        "OpenSSL found another public key in it",
      );
      expect(fields[1].body).to.equalBytes(serial, "another serial number stands in it");
      const long = random.bytes(random.int(65_536, 70_000));
      const [bits, none] = await parsed(Buffer.concat([Buffer.of(4, 0x83, 1, (long.length >> 8) & 255, long.length & 255), long, Buffer.of(5, 0)]));
      expect(bits?.body).to.equalBytes(long, "a body of more than 65,535 bytes was read wrongly");
      expect(none?.tag, "after a body of more than 65,535 bytes comes one item more").to.equal(5);
    }));

    it("throws on a length without end", graded({ needs: real }, async () => {
      for (const written of ["30 80 05 00 00 00", "04 84 00 00 00 01 aa", "04 ff 01 02"]) await refuses(answer.der(hex(written)), `${written} was read`);
      // 128 bytes follow, so that 80 cannot be taken for a length.
      await refuses(answer.der(Uint8Array.from([4, 0x80, ...random.bytes(128)])), "04 80 and 128 bytes were read");
    }));

    it("throws on a length that is longer than needed", graded({ needs: real }, async () => {
      const short = random.int(1, 127);
      await refuses(answer.der(Uint8Array.from([4, 0x81, short, ...random.bytes(short)])), `a length of ${short} was read from two bytes`);
      const long = random.int(128, 255);
      await refuses(answer.der(Uint8Array.from([4, 0x82, 0, long, ...random.bytes(long)])), `a length of ${long} was read from three bytes`);
      await refuses(answer.der(Uint8Array.from([4, 0x83, 0, 1, 44, ...new Uint8Array(300)])), "a length of 300 was read from four bytes");
      await refuses(answer.der(hex("05 81 00")), "a length of 0 was read from two bytes");
    }));

    it("throws on a lonely tag", graded({ needs: real }, async () => {
      for (const written of ["04", "05 00 30", "04 82 01", "04 81"]) await refuses(answer.der(hex(written)), `${written} was read`);
    }));

    it("covers the input without gaps", graded({ needs: real }, async () => {
      const items = Array.from({ length: 12 }, () => item(random.pick([2, 3, 4, 0x30, 0x82]), random.bytes(random.pick([0, 1, 127, 128, 255, 256, 300]))));
      const input = Buffer.concat(items);
      const found = await parsed(input);
      expect(found.length, "twelve items stand side by side").to.equal(items.length);
      let at = 0;
      for (const [index, { body, start, end }] of found.entries()) {
        expect([start, end], `item ${index + 1} stands elsewhere`).to.deep.equal([at, at + items[index].length]);
        expect(body).to.equalBytes(Uint8Array.from(input.subarray(end - body.length, end)), `item ${index + 1} has another body`);
        expect(body.length, `item ${index + 1} has a body of another length`).to.equal(items[index].length - headOf(items[index]));
        at = end;
      }
    }));
  });
});

/** How many bytes come before the body. */
const headOf = (one: Uint8Array): number => (one[1] < 128 ? 2 : 2 + one[1] - 128);
