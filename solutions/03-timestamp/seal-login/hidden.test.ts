import type * as Exercise from "../../../exercises/03-timestamp/seal-login/answer.js";
import { createDecipheriv } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, refuses, suite } from "#suite";

/** Another program, OpenSSL by way of node:crypto, opens nonce ‖ ciphertext ‖ tag and reads the JSON. */
function readElsewhere(key: Uint8Array, box: Uint8Array): unknown {
  let json: string;
  try {
    const decipher = createDecipheriv("chacha20-poly1305", key, box.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(box.subarray(-16));
    json = Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]).toString("utf8");
  } catch {
    expect.fail("OpenSSL could not open the box");
  }
  try {
    return JSON.parse(json);
  } catch {
    expect.fail(`what is in the box is no JSON: ${json.slice(0, 60)}`);
  }
}

export const claims = suite<typeof Exercise>((answer, { random, given }) => {
  const reads = "reads a fresh login";
  const fresh = () => ({ name: `a${random.text(9)}z`, at: random.int(1_500_000_000_001, 1_900_000_000_000), text: random.text(40) });

  describe("sealLogin", () => {
    it(reads, graded({}, async () => {
      const key = random.bytes(32);
      const login = fresh();
      const read = readElsewhere(key, bytes(await answer.sealLogin(key, login)));
      expect(read, "another login came out of the box than went in").to.deep.equal(login);
    }));

    it("keeps names and texts in any language", graded({}, async () => {
      const key = random.bytes(32);
      for (const name of ["Zoë", "李雷", "Ünal \"Ü\" Öz", "🔑"]) {
        const login = { ...fresh(), name, text: `${name}: Grüße, 日本, \\ and "` };
        const read = readElsewhere(key, bytes(await answer.sealLogin(key, login)));
        expect(read, `the login of ${name} came out changed`).to.deep.equal(login);
      }
    }));

    it("uses the time it was given, not its own clock", graded({ needs: reads }, async () => {
      const key = random.bytes(32);
      for (const nowMs of [Date.UTC(2001, 0, 1), Date.UTC(2040, 5, 15)]) {
        const there = given.fresh({ nowMs }) as typeof answer;
        const login = fresh();
        const read = readElsewhere(key, bytes(await there.sealLogin(key, login)));
        expect(read, "the login changed with the computer's clock").to.deep.equal(login);
      }
    }));

    it("throws on an empty name", graded({ needs: reads }, async () => {
      await refuses(answer.sealLogin(random.bytes(32), { ...fresh(), name: "" }), "it sealed a login without a name");
    }));
  });
});
