import type * as Exercise from "./answer.js";
import { describe, it } from "mocha";
import { expect, graded, record, suite, text } from "#suite";

/** What Eve has: both directions, line by line. */
const tapeOf = (...lines: readonly string[]): Uint8Array => new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(""));

function login(value: unknown): { user: string; pass: string } {
  const { user, pass } = record(value, ["user", "pass"]);
  return { user: text(user), pass: text(pass) };
}

const quoted = (said: string): string => JSON.stringify(said);

export const claims = suite<typeof Exercise>((answer, { fact }) => {
  describe("sniff", () => {
    it("reads the name and the password off the tape", graded({}, async () => {
      const lines = ["bank.example, night desk", "login: alice", "Password: swordfish", "Welcome, alice.", "$ logout"];
      const tape = tapeOf(...lines);
      const shown = `The tape's lines are ${lines.map(quoted).join(", ")}`;

      const { user, pass } = login(await answer.sniff(tape));

      fact("loot", pass);
      // A CR that is still there is the next claim's affair.
      const bare = (typed: string): string => typed.replace(/\r$/, "");
      expect(bare(user), `Eve reads the name ${quoted(user)}; Alice typed "alice". ${shown}`).to.equal("alice");
      expect(bare(pass), `Eve reads the password ${quoted(pass)}; Alice typed "swordfish". ${shown}`).to.equal("swordfish");
    }));

    it("leaves the line ending out of the password", graded({}, async () => {
      const { user, pass } = login(await answer.sniff(tapeOf("login: bob", "Password: 12345", "Welcome, bob.")));

      expect(pass, `the password came out as ${quoted(pass)}; Bob typed 5 signs, "12345"`).to.equal("12345");
      expect(user, `the name came out as ${quoted(user)}; Bob typed "bob"`).to.equal("bob");
    }));

    it("reads a password with ü in it", graded({}, async () => {
      const { user, pass } = login(await answer.sniff(tapeOf("login: günter", "Password: schlüssel", "Welcome.")));

      expect(pass, `the password came out as ${quoted(pass)}; Günter typed "schlüssel"`).to.equal("schlüssel");
      expect(user, `the name came out as ${quoted(user)}; Günter typed "günter"`).to.equal("günter");
    }));

    it("keeps colons and spaces that the user typed", graded({}, async () => {
      const first = login(await answer.sniff(tapeOf("login: carol", "Password: black tea: no milk  ", "Welcome, carol.")));
      expect(first.pass, `the password came out as ${quoted(first.pass)}; Carol typed "black tea: no milk  "`).to.equal("black tea: no milk  ");

      const second = login(await answer.sniff(tapeOf("login: carol", "Password:   login: carol", "Welcome, carol.")));
      expect(second.pass, `the password came out as ${quoted(second.pass)}; Carol typed "  login: carol"`).to.equal("  login: carol");
      expect(second.user, `the name came out as ${quoted(second.user)}; Carol typed "carol"`).to.equal("carol");
    }));

    it("takes the last of several tries", graded({}, async () => {
      const tape = tapeOf(
        "login: alcie", "Password: swordfsih", "Login incorrect",
        "login: alice", "Password: swordfsih", "Login incorrect",
        "login: alice", "Password: swordfish", "Welcome. Last login: Monday",
      );

      const { user, pass } = login(await answer.sniff(tape));

      expect(pass, `the password came out as ${quoted(pass)}; on her last try Alice typed "swordfish"`).to.equal("swordfish");
      expect(user, `the name came out as ${quoted(user)}; on her last try Alice typed "alice"`).to.equal("alice");
    }));
  });
});
