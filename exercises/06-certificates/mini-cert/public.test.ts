import type * as Exercise from "./answer.js";
import { bytesToHex, bytesToUtf8, utf8ToBytes } from "@noble/ciphers/utils.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite, text } from "#suite";

const day = 86_400_000;
const now = Date.UTC(2024, 4, 17, 12);
const validity = { notBefore: now - 30 * day, notAfter: now + 60 * day };

interface Pair {
  readonly secret: Uint8Array;
  readonly public: Uint8Array;
}

/** As issued, with other fields where a test wants them. */
const bodyOf = (key: Uint8Array, other: object = {}): object => ({ host: "bob.test", issuer: "Course CA", key: bytesToHex(key), ...validity, ...other });

function signedBy(secret: Uint8Array, body: string): Exercise.Mini {
  const signed = utf8ToBytes(body);
  return { body: signed, signature: ed25519.sign(signed, secret) };
}

/** The fields in a body; a sentence when there are none. */
function fieldsIn(body: Uint8Array): Record<string, unknown> | string {
  try {
    const fields: unknown = JSON.parse(bytesToUtf8(body));
    return typeof fields === "object" && fields !== null ? (fields as Record<string, unknown>) : "the body is JSON, but no object";
  } catch {
    return "the body is no JSON";
  }
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 60);

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const issues = "issues a certificate that says what it should, signed by the CA";
  const accepts = "accepts a good certificate for its host";
  const refusesByTime = "refuses before and after its time";

  const pair = (): Pair => {
    const secret = random.bytes(32);
    return { secret, public: ed25519.getPublicKey(secret) };
  };
  const office = () => {
    const [ca, bob] = [pair(), pair()];
    const judge = async (cert: Exercise.Mini, host = "bob.test", at = now): Promise<string> =>
      text(await answer.checkMini(cert, { name: "Course CA", key: ca.public }, host, at));
    return { ca, bob, judge, issue: (other: object = {}) => signedBy(ca.secret, JSON.stringify(bodyOf(bob.public, other))) };
  };

  describe("issue and checkMini", () => {
    it(issues, graded({}, async () => {
      const [ca, bob] = [pair(), pair()];
      const cert = record(await answer.issue("Course CA", ca.secret, { host: "bob.test", key: bob.public, ...validity }), ["body", "signature"]);
      const [body, signature] = [bytes(cert.body), bytes(cert.signature)];

      const fields = fieldsIn(body);
      if (typeof fields === "string") expect.fail(`${fields}: "${bytesToUtf8(body).slice(0, 60)}"`);
      if (typeof fields["key"] === "object") expect.fail(`key in the body is ${shown(fields["key"])}…: JSON does not know bytes. Expected ${shown(bytesToHex(bob.public))}`);
      for (const [name, wanted] of Object.entries(bodyOf(bob.public))) {
        if (fields[name] !== wanted) expect.fail(`${name} in the body is ${shown(fields[name])}; expected ${shown(wanted)}`);
      }
      expect(signature.length, `the signature has ${signature.length} bytes; Ed25519 makes 64`).to.equal(64);
      const by = (key: Uint8Array, over: Uint8Array): boolean => ed25519.verify(signature, over, key);
      if (by(ca.public, body)) return;
      const isOverFields = by(ca.public, utf8ToBytes(JSON.stringify(fields)));
      expect.fail(`the CA's key did not sign the bytes in body${isOverFields ? ": it signed other bytes with the same fields" : ""}`);
    }));

    it(accepts, graded({ needs: issues }, async () => {
      const { judge, issue } = office();

      const said = await judge(issue());

      if (said === "ok") return;
      // Which would pass instead?
      const [stranger, mallory] = [pair(), pair()];
      const byStranger = await judge(signedBy(stranger.secret, JSON.stringify(bodyOf(mallory.public))));
      const byItself = await judge(signedBy(mallory.secret, JSON.stringify(bodyOf(mallory.public))));
      const isTime = said === "expired" || said === "not-yet-valid";
      const always = await judge(issue({ notBefore: 0, notAfter: Date.UTC(2049, 0) }));
      // Once more: the call that is shown is the last.
      await judge(issue());
      const clock = always === "ok" ? ". One that is valid from 1970 until 2049 you accept: do you compare with the last argument, in milliseconds, and no other clock?" : "";
      const order = said === "bad-signature" ? "; the CA signed exactly these bytes, and noble's verify takes signature, bytes and key" : "";
      const time = isTime ? `; it is valid from 30 days before now until 60 days after${clock}` : "";
      const instead = byStranger === "ok" ? "; what a stranger signed you accept" : byItself === "ok" ? "; what the subject signed itself you accept" : "";
      expect.fail(`a good certificate for bob.test was judged "${said}"${instead || order}${time}`);
    }));

    it("refuses a good certificate of another host", graded({ worth: 2, needs: accepts }, async () => {
      const { judge, issue } = office();

      const said = await judge(issue({ host: "eve.test" }));

      if (said === "ok") expect.fail("Mallory showed her own good certificate, for eve.test, and was taken for bob.test");
      expect(said, `a good certificate for eve.test, shown for bob.test, was judged "${said}"`).to.equal("wrong-host");
    }));

    it("refuses names that only look alike", graded({ needs: accepts }, async () => {
      const { judge, issue } = office();

      for (const host of ["notbob.test", "bob.test.eve.test", "ob.test", "test", "*.test", "b0b.test", ""]) {
        const said = await judge(issue({ host }));
        if (said === "ok") expect.fail(`Mallory showed a certificate for "${host}", and was taken for bob.test`);
        expect(said, `a certificate for "${host}", shown for bob.test, was judged "${said}"`).to.equal("wrong-host");
      }
    }));

    // Stands on its own feet: who checks with the key in the body refuses each good certificate.
    it("refuses what a stranger or the subject itself signed", graded({ worth: 2, needs: issues }, async () => {
      const { bob, judge, issue } = office();
      const [stranger, mallory] = [pair(), pair()];

      const byStranger = await judge(signedBy(stranger.secret, JSON.stringify(bodyOf(mallory.public))));
      const byItself = await judge(signedBy(mallory.secret, JSON.stringify(bodyOf(mallory.public))));
      const good = await judge(issue());

      if (byStranger === "ok") expect.fail('a stranger signed "this is the key of bob.test", under the name of your CA, and was believed');
      if (byItself === "ok") expect.fail('Mallory signed "this is the key of bob.test" with that very key, and was believed');
      expect(byStranger, `what a stranger signed was judged "${byStranger}"`).to.equal("bad-signature");
      expect(byItself, `what the subject itself signed was judged "${byItself}"`).to.equal("bad-signature");
      expect(good, `a good certificate, for a key that begins with ${bytesToHex(bob.public.subarray(0, 2))}, was judged "${good}"`).to.equal("ok");
    }));

    it(refusesByTime, graded({ needs: accepts }, async () => {
      const { judge, issue } = office();
      const late = await judge(issue({ notBefore: now - 730 * day, notAfter: now - 365 * day }));
      const early = await judge(issue({ notBefore: now + 7 * day, notAfter: now + 90 * day }));

      expect(late, `a certificate that ended a year ago was judged "${late}"`).to.equal("expired");
      expect(early, `a certificate that begins next week was judged "${early}"`).to.equal("not-yet-valid");
    }));

    it("accepts at both edges of its time", graded({ needs: refusesByTime }, async () => {
      const { judge, issue } = office();
      const cert = issue();
      const moments = [
        ["in its very last millisecond", "ok", validity.notAfter],
        ["in its very first millisecond", "ok", validity.notBefore],
        ["one millisecond after its end", "expired", validity.notAfter + 1],
        ["one millisecond before its beginning", "not-yet-valid", validity.notBefore - 1],
      ] as const;
      const verdicts: string[] = [];
      for (const [, , at] of moments) verdicts.push(await judge(cert, "bob.test", at));

      for (const [n, [when, wanted, at]] of moments.entries()) {
        // Once more: the call that is shown is the last.
        if (verdicts[n] !== wanted) await judge(cert, "bob.test", at);
        expect(verdicts[n], `${when} a certificate was judged "${verdicts[n]}"`).to.equal(wanted);
      }
    }));

    it("checks the signature over the bytes received", graded({ needs: accepts }, async () => {
      const { ca, bob, judge, issue } = office();
      const { host, ...others } = bodyOf(bob.public) as { host: string };
      const anew = signedBy(ca.secret, JSON.stringify({ ...others, host }, null, 1));

      const said = await judge(anew);

      expect(said, `the CA wrote the fields in another order, with spaces, and signed that; it was judged "${said}"`).to.equal("ok");
      const good = issue();
      for (const [what, body] of [["a field", bytesToUtf8(good.body).replace("{", '{"admin":true,')], ["a space", ` ${bytesToUtf8(good.body)}`]] as const) {
        const changed = await judge({ body: utf8ToBytes(body), signature: good.signature });
        expect(changed, `Mallory added ${what} that nobody had signed; it was judged "${changed}"`).to.equal("bad-signature");
      }
    }));

    it("judges in the order of the verdicts", graded({ needs: accepts }, async () => {
      const { judge, issue } = office();
      const [stranger, mallory] = [pair(), pair()];
      const forged = (other: object) => signedBy(stranger.secret, JSON.stringify(bodyOf(mallory.public, other)));
      const ended = { notBefore: now - 730 * day, notAfter: now - 365 * day };
      const future = { notBefore: now + 7 * day, notAfter: now + 90 * day };

      // The first two have one fault each: who does not look at a time at all must look different here from who looks too late.
      const cases: readonly (readonly [string, string, Exercise.Mini])[] = [
        ["expired", "expired", issue(ended)],
        ["not yet valid", "not-yet-valid", issue(future)],
        ["signed by a stranger, and for eve.test", "bad-signature", forged({ host: "eve.test" })],
        ["signed by a stranger, and expired", "bad-signature", forged(ended)],
        ["expired, and for eve.test", "expired", issue({ ...ended, host: "eve.test" })],
        ["not yet valid, and for eve.test", "not-yet-valid", issue({ ...future, host: "eve.test" })],
        ["of another issuer, and signed by a stranger", "unknown-issuer", forged({ issuer: "Another CA" })],
      ];
      const verdicts: string[] = [];
      for (const [, , cert] of cases) verdicts.push(await judge(cert));
      for (const [at, [what, wanted]] of cases.entries()) {
        expect(verdicts[at], `a certificate that is ${what} was judged "${verdicts[at]}"`).to.equal(wanted);
      }
    }));

    it("calls malformed what is no certificate", graded({ needs: accepts }, async () => {
      const { ca, bob, judge } = office();
      const { issuer: _, ...noIssuer } = bodyOf(bob.public) as { issuer: string };
      const bodies = ["this key is Bob's", "", "null", JSON.stringify(noIssuer), ...["0123", "z".repeat(64)].map((key) => JSON.stringify(bodyOf(bob.public, { key })))];

      for (const body of bodies) {
        const said = await judge(signedBy(ca.secret, body)).catch((error: Error) => {
          if (error.name !== "AnswerThrew") throw error;
          expect.fail(`the body "${body.slice(0, 90)}" made checkMini throw "${error.message}"; expected "malformed"`);
        });
        expect(said, `the body "${body.slice(0, 90)}" was judged "${said}"`).to.equal("malformed");
      }
    }));
  });
});
