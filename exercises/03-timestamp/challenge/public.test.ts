import type * as Exercise from "./answer.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToHex, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { type Answer, bytes, expect, graded, record, suite, text } from "#suite";

interface Door {
  challenge(): Promise<unknown>;
  check(answer: Uint8Array): Promise<unknown>;
}

/** "ok", "forged" or "unknown". An error is no verdict. */
async function verdictOf(door: Door, box: Uint8Array): Promise<string> {
  try {
    return text(await door.check(box));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "AnswerThrew") throw error;
    expect.fail(`check threw "${error.message}"; expected "ok", "forged" or "unknown"`);
  }
}

const inWords = (verdict: string): string => (verdict === "ok" ? "opened" : `said "${verdict}"`);

/** Whose fault it is that Alice's right answer to Bob does not open his door. */
function whose(key: Uint8Array, challenge: Uint8Array, box: Uint8Array): string {
  const names = utf8ToBytes("\u0005alicebob");
  let inside: Uint8Array;
  try {
    inside = chacha20poly1305(key, box.subarray(0, 12), names).decrypt(box.subarray(12));
  } catch {
    return `her box does not open with ${bytesToHex(names)} as associated data`;
  }
  if (!equalBytes(inside, challenge)) return `in her box are ${inside.length} bytes that are not the challenge`;
  return "her box is right, so it is the door that does not know its own question, or its own names, again";
}

export const claims = suite<typeof Exercise>((theirs, { random, given }) => {
  const opens = "lets the right answer in";

  const doorOf = async (key: Uint8Array, server: string, from: Answer<typeof Exercise> = theirs): Promise<Door> => {
    const door: unknown = await from.makeDoor(key, server, "alice");
    record(door, ["challenge", "check"]);
    return door as Door;
  };
  const asked = async (door: Door): Promise<Uint8Array> => bytes(await door.challenge());
  const alice = async (key: Uint8Array, challenge: Uint8Array, server: string): Promise<Uint8Array> =>
    bytes(await theirs.answer(key, challenge, "alice", server));

  describe("the door", () => {
    it(opens, graded({}, async () => {
      const key = random.bytes(32);
      const door = await doorOf(key, "bob");
      const challenge = await asked(door);
      const box = await alice(key, challenge, "bob");

      const verdict = await verdictOf(door, box);

      expect(verdict, `Alice answered Bob's question, and his door ${inWords(verdict)}; ${whose(key, challenge, box)}`).to.equal("ok");
    }));

    it("refuses the same answer twice", graded({ worth: 2, needs: opens }, async () => {
      const key = random.bytes(32);
      const door = await doorOf(key, "bob");
      const box = await alice(key, await asked(door), "bob");

      const first = await verdictOf(door, box);
      const again = await verdictOf(door, box.slice());

      expect(first, `Alice answered Bob's question, and his door ${inWords(first)}`).to.equal("ok");
      expect(again, `Mallory sent Alice's answer once more, and the door ${inWords(again)}; expected "unknown"`).to.equal("unknown");
    }));

    it("refuses an answer to a challenge that it never asked", graded({ needs: opens }, async () => {
      const key = random.bytes(32);
      const door = await doorOf(key, "bob");

      const before = await verdictOf(door, await alice(key, random.bytes(16), "bob"));
      await asked(door);
      const after = await verdictOf(door, await alice(key, random.bytes(16), "bob"));

      for (const verdict of [before, after]) {
        expect(verdict, `a box with 16 bytes that the door never asked for, and it ${inWords(verdict)}; expected "unknown"`).to.equal("unknown");
      }
    }));

    it("keeps several challenges open", graded({ needs: opens }, async () => {
      const key = random.bytes(32);
      const door = await doorOf(key, "bob");
      const rung = [await asked(door), await asked(door), await asked(door)];

      const verdicts: string[] = [];
      for (const challenge of rung) verdicts.push(await verdictOf(door, await alice(key, challenge, "bob")));

      const at = verdicts.findIndex((verdict) => verdict !== "ok");
      if (at >= 0) expect.fail(`three visitors rang one after the other and then answered; to number ${at + 1} the door ${inWords(verdicts[at] ?? "")}`);
    }));

    it("refuses at Carol's an answer that Alice meant for Bob, even to Carol's own question", graded({ worth: 2, needs: opens }, async () => {
      const key = random.bytes(32);
      const carol = await doorOf(key, "carol");
      const question = await asked(carol);

      // Mallory passes Carol's question on to Alice, as if it were Bob's.
      const relayed = await verdictOf(carol, await alice(key, question, "bob"));
      const meant = await verdictOf(carol, await alice(key, question, "carol"));

      expect(relayed, `Mallory asked Alice Carol's question in Bob's name, and with her answer Carol's door ${inWords(relayed)}; expected "forged"`).to.equal("forged");
      expect(meant, `Alice answered Carol's question to Carol, and her door ${inWords(meant)}`).to.equal("ok");
    }));

    it("asks 16 fresh bytes each time, also after a restart", graded({}, async () => {
      const key = random.bytes(32);
      const door = await doorOf(key, "bob");
      const asks = [await asked(door), await asked(door), await asked(door), await asked(await doorOf(key, "bob"))];
      // The same door on two days that only the system's random source tells apart.
      const [mathRandom, nowMs] = [random.bytes(32), 1_620_043_200_000];
      const starts: Uint8Array[] = [];
      for (const seed of [random.bytes(32), random.bytes(32)]) {
        starts.push(await asked(await doorOf(key, "bob", given.fresh({ bytes: seed, mathRandom, nowMs }) as Answer<typeof Exercise>)));
      }

      for (const one of asks) expect(one.length, `a challenge has ${one.length} bytes; expected 16`).to.equal(16);
      const twice = asks.find((one, at) => asks.some((other, before) => before < at && equalBytes(one, other)));
      if (twice) expect.fail(`the door asked the same question twice: ${bytesToHex(twice)}`);
      const [monday, tuesday] = starts as [Uint8Array, Uint8Array];
      if (equalBytes(monday, tuesday)) expect.fail(`started again, the door began with the same question as before: ${bytesToHex(monday)}`);
    }));
  });
});
