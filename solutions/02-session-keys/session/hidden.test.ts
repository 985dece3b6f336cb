import type * as Exercise from "../../../exercises/02-session-keys/session/answer.js";
import { createDecipheriv } from "node:crypto";
import { describe, it } from "mocha";
import { type Answer, bytes, expect, graded, record, refuses, suite, text } from "#suite";

const members = ["seal", "open", "steal", "close"] as const;

/** Another program, OpenSSL by way of node:crypto, opens a box; null if it refuses. */
function openedElsewhere(key: Uint8Array, box: Uint8Array): string | null {
  try {
    const decipher = createDecipheriv("chacha20-poly1305", key, box.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(box.subarray(-16));
    return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

export const claims = suite<typeof Exercise>((answer, { random, given }) => {
  async function begin(from: Answer<typeof Exercise> = answer) {
    const session = await from.openSession();
    record(session, members);
    return session;
  }

  const keyOf = async (from: Answer<typeof Exercise>): Promise<Uint8Array> => bytes(await (await begin(from)).steal(), 32);

  describe("a session", () => {
    it("the key comes from the system's random source", graded({ worth: 2 }, async () => {
      const source = random.bytes(32);
      const others = () => ({ mathRandom: random.bytes(32), nowMs: 1_700_000_000_000 + random.int(0, 100_000_000_000) });
      const rest = others();

      const key = await keyOf(given.fresh({ bytes: source, ...rest }));

      expect(await keyOf(given.fresh({ bytes: source, ...others() }))).to.equalBytes(key, "the same random source gave another key");
      const elsewhere = await keyOf(given.fresh({ bytes: random.bytes(32), ...rest }));
      expect(String(elsewhere), "another random source gave the same key").to.not.equal(String(key));
      const flat = await keyOf(given.fresh({ bytes: "flat" }));
      expect(flat).to.equalBytes(new Uint8Array(32).fill(flat[0]), "the source repeated one byte, and the key is not 32 times that byte");
    }));

    it("uses all 256 values of a byte", graded({}, async () => {
      const seen = new Set<number>();
      for (let n = 0; n < 200; n++) for (const byte of await keyOf(answer)) seen.add(byte);
      expect(seen.size, "in 200 keys not every value of a byte was seen; values seen").to.equal(256);
    }));

    it("zeros the very array it used", graded({}, async () => {
      const session = await begin();
      const plain = random.text(30);
      const box = bytes(await session.seal(plain), 12 + 30 + 16);
      const key = bytes(await session.steal(), 32).slice();
      expect(openedElsewhere(key, box), "OpenSSL should open the box with the key that steal returned").to.equal(plain);

      await session.close();

      expect(bytes(await session.steal(), 32)).to.equalBytes(new Uint8Array(32), "steal shows a key that is not zeroed");
      if (!(await given.erased())) expect.fail("the bytes that the random source handed out are still in memory");
    }));

    it("one session cannot open the boxes of another", graded({}, async () => {
      const [one, other] = [await begin(), await begin()];
      const plain = random.text(30);
      const box = bytes(await one.seal(plain));
      await refuses(other.open(box), "another session opened the box");
      await other.close();
      expect(text(await one.open(box)), "after another session was closed, this one should open its own box").to.equal(plain);
    }));
  });
});
