import type * as Exercise from "../../../exercises/03-timestamp/gate/answer.js";
import { createCipheriv } from "node:crypto";
import { describe, it } from "mocha";
import { expect, graded, record, suite, text } from "#suite";

interface Gate {
  check(box: Uint8Array, now: number): Promise<unknown>;
  size(): Promise<unknown>;
}

/** "ok", or the reason for a refusal. An error is no verdict. */
async function verdictOf(gate: Gate, box: Uint8Array, now: number): Promise<string> {
  let said: unknown;
  try {
    said = await gate.check(box, now);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "AnswerThrew") throw error;
    expect.fail(`check threw "${error.message}"; it should never throw`);
  }
  const verdict = record(said, ["ok"]);
  if (verdict["ok"] === true) return "ok";
  if (verdict["ok"] !== false) expect.fail("the verdict's field ok is neither true nor false");
  return text(record(verdict, ["reason"])["reason"]);
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  /** Alice's program is another one here: OpenSSL, by way of node:crypto. */
  const sealedText = (key: Uint8Array, plain: string): Uint8Array => {
    const nonce = random.bytes(12);
    const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
    const ciphertext = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
    return Uint8Array.from(Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]));
  };
  const sealed = (key: Uint8Array, login: object): Uint8Array => sealedText(key, JSON.stringify(login));

  /** A gate with fresh values, and proof that it lets a good box in: a gate that is always shut earns nothing. */
  async function opened() {
    const key = random.bytes(32);
    const name = `a${random.text(8)}z`;
    const windowMs = random.int(20_000, 600_000);
    const now = random.int(1_500_000_000_000, 1_900_000_000_000);
    const gate: unknown = await answer.makeGate(key, name, windowMs);
    record(gate, ["check", "size"]);
    const box = (at: number, said = random.text(12)) => sealed(key, { name, at, text: said });
    const judge = (one: Uint8Array, when: number) => verdictOf(gate as Gate, one, when);
    const first = box(now - 1);
    expect(await judge(first, now), "a good login, one millisecond old, was refused").to.equal("ok");
    // Judged elsewhere. Here it tells a gate without memory from one that only miscounts.
    await judge(first, now);
    return { key, name, windowMs, now, box, judge, size: () => (gate as Gate).size() };
  }

  describe("the gate", () => {
    it("forged boxes do not fill its memory", graded({}, async () => {
      const { key, name, windowMs, now, box, judge, size } = await opened();
      for (let n = 0; n < 50; n++) {
        expect(await judge(random.bytes(n), now), `${n} bytes of noise`).to.equal("forged");
      }
      const refused: [string, Uint8Array][] = [
        ["stale", box(now - windowMs - 1)],
        ["future", box(now + windowMs + 1)],
        ["wrong-name", sealed(key, { name: `${name}!`, at: now, text: "" })],
        ["malformed", sealed(key, { name, at: now })],
      ];
      for (const [reason, one] of refused) expect(await judge(one, now), "a box to refuse").to.equal(reason);
      expect(await size(), "size() after one good login, 50 boxes of noise and 4 refused ones").to.equal(1);
    }));

    it("forgets boxes that could not be fresh any more", graded({}, async () => {
      const { windowMs, now, box, judge, size } = await opened();
      for (let n = 0; n < 9; n++) expect(await judge(box(now + n), now + n), "a good login was refused").to.equal("ok");
      expect(await size(), "size() after ten good logins").to.equal(10);
      // The stamps are now - 1, now, … now + 8; at this time exactly five of them are older than the window.
      const later = now + windowMs + 4;
      expect(await judge(box(later), later), "a good login was refused").to.equal("ok");
      expect(await size(), "size() one window later, when five of the ten are too old, and after one more good login").to.equal(6);
    }));

    it("calls an odd login malformed", graded({}, async () => {
      const { key, name, now, judge, size } = await opened();
      const said = JSON.stringify(name);
      const odd = [
        `{"name":${said},"at":"soon","text":""}`,
        `{"name":${said},"at":1e999,"text":""}`,
        `{"name":${said},"at":-1e999,"text":""}`,
        "null",
        "7",
        "[]",
        '"alice"',
        "{}",
        "",
        "not JSON",
        `{"name":${said},"at":"${now}","text":""}`,
        `{"name":${said},"at":null,"text":""}`,
        `{"name":${said},"at":${now}}`,
        `{"name":${said},"text":""}`,
        `{"name":[${said}],"at":${now},"text":""}`,
        `{"name":${said},"at":${now},"text":5}`,
      ];
      for (const json of odd) expect(await judge(sealedText(key, json), now), `the login ${json}`).to.equal("malformed");
      expect(await size(), "size() after one good login and many odd ones").to.equal(1);
    }));

    it("accepts two honest logins of the same millisecond", graded({}, async () => {
      const { now, box, judge, size } = await opened();
      expect(await judge(box(now, "one"), now), "the first login of this millisecond").to.equal("ok");
      expect(await judge(box(now, "two"), now), "the second login of this millisecond").to.equal("ok");
      expect(await judge(box(now, "two"), now), "the same login once more, in a box of its own").to.equal("ok");
      expect(await size(), "size() after four good logins").to.equal(4);
    }));

    it("judges fresh values in the order of the statement", graded({ worth: 2 }, async () => {
      const { key, name, windowMs, now, box, judge } = await opened();
      const old = now - windowMs - random.int(1, 1_000_000);
      const ahead = now + windowMs + random.int(1, 1_000_000);
      const good = box(now - random.int(1, windowMs));
      const spoiled = box(old).map((byte, at) => (at === 30 ? byte ^ 1 : byte));
      const steps: [string, Uint8Array, number, string][] = [
        ["changed, and old", spoiled, now, "forged"],
        ["under another key", sealed(random.bytes(32), { name, at: now, text: "" }), now, "forged"],
        ["without a text, of another name", sealed(key, { name: "mallory", at: old }), now, "malformed"],
        ["of another name, and old", sealed(key, { name: "mallory", at: old, text: "" }), now, "wrong-name"],
        ["of another name, and ahead", sealed(key, { name: `${name} `, at: ahead, text: "" }), now, "wrong-name"],
        ["old", box(old), now, "stale"],
        ["one millisecond too old", box(now - windowMs - 1), now, "stale"],
        ["ahead", box(ahead), now, "future"],
        ["one millisecond too far ahead", box(now + windowMs + 1), now, "future"],
        ["good", good, now, "ok"],
        ["good, and here again", good.slice(), now, "replay"],
        ["here again, and old", good.slice(), now + windowMs + 1, "stale"],
      ];
      for (const [what, one, when, verdict] of steps) expect(await judge(one, when), `a box that is ${what}`).to.equal(verdict);
    }));
  });
});
