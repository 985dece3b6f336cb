import type * as Exercise from "../../../exercises/03-timestamp/challenge/answer.js";
import { createCipheriv, createDecipheriv } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite, text } from "#suite";

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
    expect.fail(`check threw "${error.message}"`);
  }
}

/** Who answers whom, as the statement says. */
const bothNames = (client: string, server: string): Uint8Array =>
  Uint8Array.from(Buffer.concat([Buffer.of(Buffer.byteLength(client)), Buffer.from(client), Buffer.from(server)]));

/** Another program, OpenSSL by way of node:crypto. */
function sealedElsewhere(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array {
  const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  cipher.setAAD(aad, { plaintextLength: plaintext.length });
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Uint8Array.from(Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]));
}

function openedElsewhere(key: Uint8Array, box: Uint8Array, aad: Uint8Array): Uint8Array {
  try {
    const decipher = createDecipheriv("chacha20-poly1305", key, box.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(aad, { plaintextLength: box.length - 28 });
    decipher.setAuthTag(box.subarray(-16));
    return Uint8Array.from(Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]));
  } catch {
    expect.fail("OpenSSL could not open the answer; expected nonce ‖ ciphertext ‖ tag with both names as associated data");
  }
}

export const claims = suite<typeof Exercise>((theirs, { random }) => {
  const doorOf = async (key: Uint8Array, server: string, client: string): Promise<Door> => {
    const door: unknown = await theirs.makeDoor(key, server, client);
    record(door, ["challenge", "check"]);
    return door as Door;
  };
  const asked = async (door: Door): Promise<Uint8Array> => bytes(await door.challenge(), 16);
  const name = () => `${random.pick(["a", "ü", "日"])}${random.text(random.int(1, 12))}`;

  describe("the door", () => {
    it("refuses an old answer after a new challenge", graded({}, async () => {
      const key = random.bytes(32);
      const door = await doorOf(key, "bob", "alice");
      const old = bytes(await theirs.answer(key, await asked(door), "alice", "bob"));
      expect(await verdictOf(door, old), "the right answer").to.equal("ok");
      for (let n = 0; n < 5; n++) {
        const challenge = await asked(door);
        expect(await verdictOf(door, old), "an answer that was used before a new question").to.equal("unknown");
        const box = bytes(await theirs.answer(key, challenge, "alice", "bob"));
        expect(await verdictOf(door, box), "the answer to the new question").to.equal("ok");
      }
    }));

    it("fits an independent program, both ways", graded({ worth: 2 }, async () => {
      for (let n = 0; n < 4; n++) {
        const key = random.bytes(32);
        const [client, server] = [name(), name()];
        const door = await doorOf(key, server, client);
        const challenge = await asked(door);
        const box = sealedElsewhere(key, random.bytes(12), challenge, bothNames(client, server));
        expect(await verdictOf(door, box), "an answer that OpenSSL sealed").to.equal("ok");

        const question = random.bytes(16);
        const answered = bytes(await theirs.answer(key, question, client, server), 12 + 16 + 16);
        expect(openedElsewhere(key, answered, bothNames(client, server))).to.equalBytes(question, "the answer holds something other than the challenge");
      }
    }));

    it("says forged to a changed box", graded({}, async () => {
      const key = random.bytes(32);
      const door = await doorOf(key, "bob", "alice");
      const box = bytes(await theirs.answer(key, await asked(door), "alice", "bob"), 12 + 16 + 16);
      for (let at = 0; at < box.length; at++) {
        const changed = box.map((byte, index) => (index === at ? byte ^ (1 << random.int(0, 7)) : byte));
        expect(await verdictOf(door, changed), `an answer with one bit of byte ${at} changed`).to.equal("forged");
      }
      for (const length of [0, 1, 12, 27, 28, 43]) expect(await verdictOf(door, box.slice(0, length)), `${length} bytes of an answer`).to.equal("forged");
      expect(await verdictOf(door, box), "the answer as Alice sent it").to.equal("ok");
    }));

    it('names that run together stay apart ("al"+"ice" and "ali"+"ce")', graded({}, async () => {
      const key = random.bytes(32);
      const door = await doorOf(key, "ice", "al");
      const challenge = await asked(door);
      for (const [client, server] of [["ali", "ce"], ["a", "lice"], ["", "alice"], ["alice", ""], ["ice", "al"]] as const) {
        const box = bytes(await theirs.answer(key, challenge, client, server));
        expect(await verdictOf(door, box), `the door of "ice" for "al", and an answer of "${client}" to "${server}"`).to.equal("forged");
      }
      const right = bytes(await theirs.answer(key, challenge, "al", "ice"));
      expect(await verdictOf(door, right), "the answer of al to ice").to.equal("ok");
    }));
  });
});
