import type * as Exercise from "../../../exercises/00-sessions/sniff/answer.js";
import { describe, it } from "mocha";
import { expect, graded, record, refuses, suite, text } from "#suite";

const bytesOf = (said: string): Uint8Array => new TextEncoder().encode(said);
const tapeOf = (...lines: readonly string[]): Uint8Array => bytesOf(lines.map((line) => `${line}\r\n`).join(""));

export const claims = suite<typeof Exercise>((answer, { random, fact }) => {
  const reads = "reads a fresh tape";

  /** Letters, spaces, colons, and letters of two to four bytes. */
  function typed(): string {
    const signs = ["a", "k", "Z", "7", " ", ":", ": ", "?", "é", "ü", "日", "🔑"];
    return Array.from({ length: random.int(4, 14) }, () => random.pick(signs)).join("");
  }

  async function sniffed(tape: Uint8Array, wanted: { user: string; pass: string }): Promise<void> {
    const { user, pass } = record(await answer.sniff(tape), ["user", "pass"]);
    fact("loot", text(pass));
    expect({ user: text(user), pass: text(pass) }, `on this tape somebody typed ${JSON.stringify(wanted)}`).to.deep.equal(wanted);
  }

  describe("sniff", () => {
    it(reads, graded({ worth: 2 }, async () => {
      for (let round = 0; round < 8; round++) {
        const tries = Array.from({ length: random.int(1, 4) }, () => ({ user: typed(), pass: typed() }));
        const lines = tries.flatMap(({ user, pass }, at) => [
          ...(at > 0 ? ["Login incorrect", ""] : [`host ${random.text(8)}`, "Enter your login: and then your Password: below."]),
          `login: ${user}`,
          `Password: ${pass}`,
        ]);
        await sniffed(tapeOf(...lines, "Welcome. Last login: Monday", "Change your Password: never"), tries.at(-1) as { user: string; pass: string });
      }
    }));

    it("reads a tape whose last line has no ending", graded({}, async () => {
      const pass = `${random.text(random.int(5, 12))}!`;
      await sniffed(bytesOf(`login: dave\r\nPassword: ${pass}`), { user: "dave", pass });
      await sniffed(bytesOf("login: dave\r\nPassword: x"), { user: "dave", pass: "x" });
    }));

    it("throws when nobody logged in", graded({ needs: reads }, async () => {
      for (const tape of [
        new Uint8Array(0),
        tapeOf("Welcome to the night desk", "nobody is here"),
        tapeOf("Enter your login: and then your Password: below."),
        tapeOf("Login: alice", "password: swordfish"),
      ]) {
        await refuses(answer.sniff(tape), "it found a login on a tape that has none");
      }
    }));
  });
});
