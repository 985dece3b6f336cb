import type * as Exercise from "../../../exercises/04-two-keys/agree/answer.js";
import { createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, refuses, suite } from "#suite";

// Raw X25519 keys in the wrapping that node:crypto reads (RFC 8410 §4 and §7).
const privateKeyOf = (secret: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), secret]), format: "der", type: "pkcs8" });
const publicKeyOf = (raw: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([Buffer.from("302a300506032b656e032100", "hex"), raw]), format: "der", type: "spki" });

const rawPublic = (secret: Uint8Array): Uint8Array =>
  Uint8Array.from(createPublicKey(privateKeyOf(secret)).export({ format: "der", type: "spki" }).subarray(-32));

/** Another program, OpenSSL by way of node:crypto. */
function agreedElsewhere(secret: Uint8Array, theirs: Uint8Array): Uint8Array {
  const shared = diffieHellman({ privateKey: privateKeyOf(secret), publicKey: publicKeyOf(theirs) });
  const [start, end] = [rawPublic(secret), theirs].sort(Buffer.compare) as [Uint8Array, Uint8Array];
  const info = Buffer.concat([Buffer.from("session-keys agree v1"), start, end]);
  return new Uint8Array(hkdfSync("sha256", shared, Buffer.alloc(0), info, 32));
}

/** Public keys with which every shared secret is zeros: 0, 1, two more, and p−1, p, p+1, where p = 2²⁵⁵ − 19 (RFC 7748 §7). */
const weak = [
  "00".repeat(32),
  `01${"00".repeat(31)}`,
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  `ec${"ff".repeat(30)}7f`,
  `ed${"ff".repeat(30)}7f`,
  `ee${"ff".repeat(30)}7f`,
];

/** With the bit turned over that X25519 ignores (RFC 7748 §5). */
const topBitTurned = (key: Uint8Array): Uint8Array => key.map((byte, at) => (at === 31 ? byte ^ 0x80 : byte));

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const agrees = "agrees with an independent program on fresh keys";

  const call = async (secret: Uint8Array, theirs: Uint8Array): Promise<Uint8Array> => bytes(await answer.agree(secret, theirs), 32);

  describe("agree", () => {
    it(agrees, graded({ worth: 2 }, async () => {
      for (let n = 0; n < 6; n++) {
        const [mine, other] = [random.bytes(32), random.bytes(32)];
        const theirs = rawPublic(other);
        const expected = agreedElsewhere(mine, theirs);
        expect(await call(mine, theirs)).to.equalBytes(expected, "OpenSSL, on the same side, came to another key");
        expect(await call(other, rawPublic(mine))).to.equalBytes(expected, "OpenSSL, on the other side, came to another key");
      }
    }));

    it("throws on all known weak public keys", graded({ needs: agrees }, async () => {
      for (const hex of weak) {
        const key = Uint8Array.from(Buffer.from(hex, "hex"));
        for (const sent of [key, topBitTurned(key)]) {
          await refuses(answer.agree(random.bytes(32), sent), `it went on with the weak public key ${hex.slice(0, 8)}…`);
        }
      }
    }));

    it("finds the smaller key wherever the first difference is", graded({}, async () => {
      for (const at of [0, 1, 2, 15, 30]) {
        // The other key is like mine up to there: smaller once, larger once. Any 32 bytes are a public key (RFC 7748 §5).
        const mine = random.bytes(32);
        const own = rawPublic(mine);
        for (const step of [1, 255]) {
          const theirs = own.map((byte, index) => (index < at ? byte : index === at ? byte + step : 0));
          expect(await call(mine, theirs)).to.equalBytes(agreedElsewhere(mine, theirs), `two public keys first differ in byte ${at}`);
        }
      }
    }));

    it("different partners, different keys", graded({ needs: agrees }, async () => {
      const mine = random.bytes(32);
      const partners = Array.from({ length: 3 }, () => rawPublic(random.bytes(32)));
      const seen = new Set<string>();
      for (const theirs of [...partners, ...partners.map(topBitTurned)]) {
        const key = await call(mine, theirs);
        seen.add(Buffer.from(key).toString("hex"));
      }
      expect(seen.size, "two different public keys of a partner gave the same key").to.equal(6);
    }));
  });
});
