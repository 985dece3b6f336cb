import type * as Exercise from "../../../exercises/06-certificates/mini-cert/answer.js";
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite, text } from "#suite";

// Raw Ed25519 keys in the wrapping that node:crypto reads (RFC 8410 §4 and §7).
const privateKeyOf = (secret: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), secret]), format: "der", type: "pkcs8" });
const publicOf = (secret: Uint8Array): Uint8Array =>
  Uint8Array.from(createPublicKey(privateKeyOf(secret)).export({ format: "der", type: "spki" }).subarray(-32));
const hexOf = (value: Uint8Array): string => Buffer.from(value).toString("hex");

/** Another program, OpenSSL by way of node:crypto. */
function signedElsewhere(secret: Uint8Array, body: string): Exercise.Mini {
  const signed = Buffer.from(body);
  return { body: Uint8Array.from(signed), signature: Uint8Array.from(sign(null, signed, privateKeyOf(secret))) };
}

/** No fields when it is no JSON. */
function jsonIn(body: Uint8Array): Record<string, unknown> {
  try {
    return { ...(JSON.parse(Buffer.from(body).toString()) as object) };
  } catch {
    return {};
  }
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const fresh = "judges fresh certificates";

  function office() {
    const [secret, bobs] = [random.bytes(32), random.bytes(32)];
    const name = `${random.text(8).trim()} CA`;
    const host = `${random.pick(["shop", "mail", "www"])}${random.int(10, 99)}.test`;
    const now = random.int(1_000_000_000_000, 2_000_000_000_000);
    const fields = { host, issuer: name, key: hexOf(publicOf(bobs)), notBefore: now - random.int(1, 1e10), notAfter: now + random.int(1, 1e10) };
    const judge = async (cert: Exercise.Mini, wanted = host, at = now): Promise<string> =>
      text(await answer.checkMini(cert, { name, key: publicOf(secret) }, wanted, at));
    return { secret, bobs, name, host, now, fields, judge, issue: (other: object = {}) => signedElsewhere(secret, JSON.stringify({ ...fields, ...other })) };
  }

  describe("issue and checkMini", () => {
    it(fresh, graded({ worth: 2 }, async () => {
      for (let round = 0; round < 4; round++) {
        const { now, fields, judge, issue } = office();
        const stranger = random.bytes(32);
        const cases: readonly (readonly [string, Exercise.Mini])[] = [
          ["ok", issue()],
          ["wrong-host", issue({ host: `x${fields.host}` })],
          ["expired", issue({ notAfter: now - random.int(1, 1e9), notBefore: now - 2e9 })],
          ["not-yet-valid", issue({ notBefore: now + random.int(1, 1e9) })],
          ["bad-signature", signedElsewhere(stranger, JSON.stringify({ ...fields, key: hexOf(publicOf(stranger)) }))],
          ["malformed", issue({ key: fields.key.slice(0, 62) })],
        ];
        for (const [wanted, cert] of cases) expect(await judge(cert), "another verdict was due").to.equal(wanted);
      }
    }));

    it("refuses another issuer's name", graded({ needs: fresh }, async () => {
      const { name, judge, issue } = office();
      for (const issuer of [`${name}s`, name.slice(1), "", "Another CA"]) {
        expect(await judge(issue({ issuer })), `the issuer "${issuer}" is not the trusted "${name}"`).to.equal("unknown-issuer");
      }
    }));

    it("takes BOB.test for bob.test", graded({ needs: fresh }, async () => {
      const { host, judge, issue } = office();
      expect(await judge(issue({ host: host.toUpperCase() })), "the certificate has the name in capitals").to.equal("ok");
      expect(await judge(issue(), host.toUpperCase()), "the visitor wrote the name in capitals").to.equal("ok");
    }));

    it("calls a signature of 10 bytes bad, without throwing", graded({ needs: fresh }, async () => {
      const { judge, issue } = office();
      for (const length of [10, 0, 63, 65]) {
        const said = await judge({ body: issue().body, signature: random.bytes(length) });
        expect(said, `the signature had ${length} bytes`).to.equal("bad-signature");
      }
    }));

    it('calls a time of "soon" malformed', graded({ needs: fresh }, async () => {
      const { judge, issue } = office();
      for (const other of [{ notAfter: "soon" }, { notBefore: "1" }, { notBefore: null }, { notAfter: undefined }, { host: 7 }, { host: ["bob.test"] }]) {
        expect(await judge(issue(other)), `the body held ${JSON.stringify(other)}`).to.equal("malformed");
      }
    }));

    it("fits an independent program", graded({ worth: 2, needs: fresh }, async () => {
      const { secret, bobs, name, host, fields, judge } = office();
      const { notBefore, notAfter } = fields;
      const cert = record(await answer.issue(name, secret, { host, key: publicOf(bobs), notBefore, notAfter }), ["body", "signature"]);
      const [body, signature] = [bytes(cert.body), bytes(cert.signature, 64)];

      if (!verify(null, body, createPublicKey(privateKeyOf(secret)), signature)) expect.fail("OpenSSL said no to the signature in your certificate");
      const read = jsonIn(body);
      for (const [field, wanted] of Object.entries(fields)) {
        if (read[field] !== wanted) expect.fail(`another program did not find the right ${field} in your body`);
      }
      expect(await judge({ body, signature }), "your own certificate was judged").to.equal("ok");
    }));
  });
});
