import type * as Exercise from "../../../exercises/08-mini-tls/record-nonce/answer.js";
import { createHmac } from "node:crypto";
import { bytesToHex } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, inARow, record, suite } from "#suite";

/** Another program: the count as a number in hex. */
function nonceElsewhere(iv: Uint8Array, seq: number): Uint8Array {
  const count = Buffer.from(seq.toString(16).padStart(24, "0"), "hex");
  return Uint8Array.from(iv, (byte, at) => byte ^ (count[at] ?? 0));
}

/** HKDF-Expand to at most 32 bytes is one HMAC with a 1 at the end (RFC 5869 §2.3). */
function derivedElsewhere(secret: Uint8Array, name: string, length: number): Uint8Array {
  const label = Buffer.from(`tls13 ${name}`);
  const info = Buffer.concat([Buffer.of(0, length, label.length), label, Buffer.of(0, 1)]);
  return Uint8Array.from(createHmac("sha256", secret).update(info).digest().subarray(0, length));
}

const RECORDS = 10_000;

/** The name of the error that the answer threw; undefined if it threw none. */
async function refusal(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof Error && error.name === "AnswerThrew" && "errorName" in error) return String(error.errorName);
    throw error;
  }
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const agrees = "agrees with an independent program";

  describe("recordNonce", () => {
    it(agrees, graded({ worth: 2 }, async () => {
      for (let n = 0; n < 40; n++) {
        const iv = random.bytes(12);
        const seq = n < 20 ? random.int(0, 2 ** 20) : random.int(0, 2 ** 53 - 1);
        const nonce = bytes(await answer.recordNonce(iv.slice(), seq), 12);
        expect(nonce, `record ${seq}: another program makes another nonce`).to.equalBytes(nonceElsewhere(iv, seq));
      }
    }));

    it("throws on −1, 1.5 and 2⁵³", graded({ needs: agrees }, async () => {
      const iv = random.bytes(12);
      for (const seq of [-1, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
        const refused = await refusal(answer.recordNonce(iv.slice(), seq));
        if (refused === undefined) expect.fail(`record ${seq} got a nonce; expected a RangeError`);
        expect(refused, `record ${seq} was refused with another error than a RangeError`).to.equal("RangeError");
      }
    }));

    it("no nonce repeats among 10,000 records", graded({ needs: agrees }, async () => {
      const iv = random.bytes(12);
      const seen = new Map<string, number>();
      for (const [seq, made] of inARow(Array(RECORDS).keys(), (n) => answer.recordNonce(iv.slice(), n))) {
        const nonce = bytesToHex(bytes(await made, 12));
        const earlier = seen.get(nonce);
        if (earlier !== undefined) expect.fail(`records ${earlier} and ${seq} have the same nonce`);
        seen.set(nonce, seq);
      }
    }));
  });

  describe("trafficKeys", () => {
    it("derives from fresh secrets, both key lengths, as an independent program does", graded({}, async () => {
      for (const keyLength of [16, 32, 16, 32]) {
        const secret = random.bytes(32);
        const made: unknown = await answer.trafficKeys(secret.slice(), keyLength);
        const { key, iv } = record(made, ["key", "iv"]);
        expect(bytes(key, keyLength), "another program derives another key").to.equalBytes(derivedElsewhere(secret, "key", keyLength));
        expect(bytes(iv, 12), "another program derives another iv").to.equalBytes(derivedElsewhere(secret, "iv", 12));
      }
    }));
  });
});
