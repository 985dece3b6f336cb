import type * as Exercise from "./answer.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { expect, graded, record, suite, text } from "#suite";

const seconds = 1000;
const minutes = 60 * seconds;
const windowMs = 5 * minutes;
/** Noon on 3 May 2021, UTC. */
const noon = Date.UTC(2021, 4, 3, 12);

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
    expect.fail(`check threw "${error.message}"; it should never throw, but say why it refuses`);
  }
  const verdict = record(said, ["ok"]);
  if (verdict["ok"] === true) return "ok";
  if (verdict["ok"] !== false) expect.fail("the verdict's field ok is neither true nor false");
  return text(record(verdict, ["reason"])["reason"]);
}

const inWords = (verdict: string): string => (verdict === "ok" ? "let it in" : `said "${verdict}"`);

export const claims = suite<typeof Exercise>((answer, { random, fact }) => {
  const letsIn = "lets Alice's fresh login in";
  const remembers = "refuses the same box twice, and remembers it once";

  /** Alice's side, or whoever else has the key. */
  const sealed = (key: Uint8Array, login: object): Uint8Array => {
    const nonce = random.bytes(12);
    return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(new TextEncoder().encode(JSON.stringify(login))));
  };
  const from = (key: Uint8Array, at: number, said = "hello"): Uint8Array => sealed(key, { name: "alice", at, text: said });
  const gateOf = async (key: Uint8Array): Promise<Gate> => {
    const gate: unknown = await answer.makeGate(key, "alice", windowMs);
    record(gate, ["check", "size"]);
    return gate as Gate;
  };

  /** What it says to the box after one more good login, at which it may forget. */
  const afterAnother = async (gate: Gate, key: Uint8Array, box: Uint8Array, now: number): Promise<string> => {
    const other = await verdictOf(gate, from(key, now, "another"), now);
    expect(other, `another fresh login of Alice's, and the gate ${inWords(other)}`).to.equal("ok");
    return verdictOf(gate, box, now);
  };

  describe("the gate", () => {
    it(letsIn, graded({}, async () => {
      const key = random.bytes(32);
      const gate = await gateOf(key);
      const login = { name: "alice", at: noon, text: "send the contract" };

      const said: Readonly<Record<string, unknown>> = record(await gate.check(sealed(key, login), noon + seconds), ["ok"]);

      if (said["ok"] !== true) expect.fail(`by the clock that check was given, Alice's box is one second old, and it has never been here; the gate said "${String(said["reason"])}"`);
      const seen = record(record(said, ["login"])["login"], ["name", "at", "text"]);
      const got = { name: seen["name"], at: seen["at"], text: seen["text"] };
      expect(got, "the gate let Alice in, but not with the login that was in her box").to.deep.equal(login);
    }));

    it("refuses a box with one bit changed", graded({ needs: letsIn }, async () => {
      const key = random.bytes(32);
      const gate = await gateOf(key);
      const box = from(key, noon);

      for (const [part, at] of [["nonce", 5], ["ciphertext", 20], ["tag", box.length - 1]] as const) {
        const changed = box.map((byte, index) => (index === at ? byte ^ 4 : byte));
        const verdict = await verdictOf(gate, changed, noon + seconds);
        expect(verdict, `Mallory turned over one bit of the ${part}, and the gate ${inWords(verdict)}; expected "forged"`).to.equal("forged");
      }
    }));

    it("refuses the server's own box, sent back to it", graded({ needs: letsIn }, async () => {
      const key = random.bytes(32);
      const gate = await gateOf(key);
      const reply = sealed(key, { name: "server", at: noon, text: "welcome, alice" });

      const verdict = await verdictOf(gate, reply, noon + seconds);

      expect(verdict, `Mallory sent the server its own reply, and the gate ${inWords(verdict)}; expected "wrong-name"`).to.equal("wrong-name");
    }));

    it("refuses last week's box", graded({ needs: letsIn }, async () => {
      const key = random.bytes(32);
      const gate = await gateOf(key);

      const verdict = await verdictOf(gate, from(key, noon), noon + 7 * 24 * 60 * minutes);

      expect(verdict, `Mallory sent a box that is a week old, and the gate ${inWords(verdict)}; expected "stale"`).to.equal("stale");
    }));

    it("refuses a box stamped for later", graded({ needs: letsIn }, async () => {
      const key = random.bytes(32);
      const gate = await gateOf(key);

      const verdict = await verdictOf(gate, from(key, noon + 60 * minutes), noon);

      expect(verdict, `the box is stamped one hour ahead, and the gate ${inWords(verdict)}; expected "future"`).to.equal("future");
    }));

    it("accepts a box exactly at the edge of the window", graded({ needs: letsIn }, async () => {
      const key = random.bytes(32);
      const gate = await gateOf(key);

      const inside = await verdictOf(gate, from(key, noon - windowMs + 1), noon);
      const oldest = await verdictOf(gate, from(key, noon - windowMs), noon);
      const newest = await verdictOf(gate, from(key, noon + windowMs), noon);

      expect(inside, `the window is five minutes, the box one millisecond less than five minutes old, and the gate ${inWords(inside)}`).to.equal("ok");
      expect(oldest, `the window is five minutes, the box exactly five minutes old, and the gate ${inWords(oldest)}`).to.equal("ok");
      expect(newest, `the window is five minutes, the box stamped exactly five minutes ahead, and the gate ${inWords(newest)}`).to.equal("ok");
    }));

    it(remembers, graded({ worth: 2, needs: letsIn }, async () => {
      const key = random.bytes(32);
      const gate = await gateOf(key);
      const box = from(key, noon);

      const first = await verdictOf(gate, box, noon + seconds);
      expect(first, `Alice's own box came in for the first time, and the gate ${inWords(first)}`).to.equal("ok");
      const remembered = await gate.size();
      const again = await verdictOf(gate, box.slice(), noon + 11 * seconds);
      expect(again, `Mallory sent Alice's box again after ten seconds, and the gate ${inWords(again)}; expected "replay"`).to.equal("replay");
      const after = await gate.size();
      expect([remembered, after], "size() after Alice's box, and after its replay").to.deep.equal([1, 1]);
    }));

    it("refuses the replay of a box that was stamped ahead", graded({ worth: 2, needs: remembers }, async () => {
      const key = random.bytes(32);
      const gate = await gateOf(key);
      const ahead = 4 * minutes;
      const box = from(key, noon + ahead);
      fact("n", ahead / seconds);

      const first = await verdictOf(gate, box, noon);
      // Just after its stamp; then two minutes more than one window after it arrived, which is three minutes after its stamp.
      const soon = await afterAnother(gate, key, box, noon + ahead + seconds);
      const later = await afterAnother(gate, key, box, noon + windowMs + 2 * minutes);

      expect(first, `a box stamped four minutes ahead is inside the window, and the gate ${inWords(first)}`).to.equal("ok");
      const story = "the box was stamped 4 minutes ahead";
      expect(soon, `${story}; one second after its stamp Mallory sent it again, and the gate ${inWords(soon)}; expected "replay"`).to.equal("replay");
      const still = "7 minutes after it arrived its stamp was only 3 minutes old, so Mallory sent it again";
      expect(later, `${story}; ${still}, and the gate ${inWords(later)}; expected "replay"`).to.equal("replay");
    }));

    it("refuses the replay in the last millisecond", graded({ needs: remembers }, async () => {
      const key = random.bytes(32);
      const gate = await gateOf(key);
      const box = from(key, noon);

      const first = await verdictOf(gate, box, noon);
      const before = await afterAnother(gate, key, box, noon + windowMs - 1);
      const last = await afterAnother(gate, key, box, noon + windowMs);

      expect(first, `Alice's own box came in for the first time, and the gate ${inWords(first)}`).to.equal("ok");
      const story = "and therefore not yet stale, Mallory sent it again";
      expect(before, `when the box was one millisecond less than one window old, ${story}, and the gate ${inWords(before)}; expected "replay"`).to.equal("replay");
      expect(last, `when the box was exactly one window old, ${story}, and the gate ${inWords(last)}; expected "replay"`).to.equal("replay");
    }));
  });
});
