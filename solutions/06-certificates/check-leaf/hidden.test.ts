import type * as Exercise from "../../../exercises/06-certificates/check-leaf/answer.js";
import { createPrivateKey, createPublicKey, sign, X509Certificate } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, suite } from "#suite";

const day = 86_400_000;

const item = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.of(tag, ...length), body]);
};
const hex = (written: string): Buffer => Buffer.from(written, "hex");
const privateKeyOf = (secret: Uint8Array) => createPrivateKey({ key: Buffer.concat([hex("302e020100300506032b657004220420"), secret]), format: "der", type: "pkcs8" });
const spkiOf = (secret: Uint8Array): Buffer => createPublicKey(privateKeyOf(secret)).export({ format: "der", type: "spki" });

interface Fields {
  readonly issuer: string;
  readonly subject: string;
  readonly secret: Uint8Array;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly names: readonly string[];
}

const ed25519Id = item(0x30, hex("06032b6570"));
const nameOf = (commonName: string): Buffer => item(0x30, item(0x31, item(0x30, hex("0603550403"), item(0x0c, Buffer.from(commonName)))));
const timeOf = (ms: number): Buffer => item(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`));
const namesOf = (names: readonly string[]): Buffer =>
  item(0xa3, item(0x30, item(0x30, hex("0603551d11"), item(4, item(0x30, ...names.map((name) => item(0x82, Buffer.from(name))))))));

function tbsOf({ issuer, subject, secret, notBefore, notAfter, names }: Fields): Buffer {
  const validity = item(0x30, timeOf(notBefore), timeOf(notAfter));
  const extensions = names.length > 0 ? [namesOf(names)] : [];
  return item(0x30, item(0xa0, hex("020102")), hex("020109"), ed25519Id, nameOf(issuer), validity, nameOf(subject), spkiOf(secret), ...extensions);
}

/** A certificate that OpenSSL has signed. `bent` changes what was signed, afterwards. */
function certificate(fields: Fields, signer: Uint8Array, bent: (tbs: Buffer) => Buffer = (tbs) => tbs): Uint8Array {
  const tbs = tbsOf(fields);
  const signature = sign(null, tbs, privateKeyOf(signer));
  return Uint8Array.from(item(0x30, bent(tbs), ed25519Id, item(3, Buffer.of(0), signature)));
}

/** Node's verdict, by OpenSSL. */
function isGood(leafDer: Uint8Array, caDer: Uint8Array, host: string, now: number): boolean {
  const [leaf, ca] = [new X509Certificate(leafDer), new X509Certificate(caDer)];
  const isInTime = Date.parse(leaf.validFrom) <= now && now <= Date.parse(leaf.validTo);
  const isNamed = leaf.checkHost(host, { subject: "never", wildcards: false }) !== undefined;
  return leaf.issuer === ca.subject && leaf.verify(ca.publicKey) && isInTime && isNamed;
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const fresh = "judges fresh certificates as node does";

  function office() {
    const [ca, bob] = [random.bytes(32), random.bytes(32)];
    const name = `${random.text(8).trim()} CA`;
    const host = `${random.pick(["shop", "mail", "www"])}${random.int(10, 99)}.test`;
    // Certificates count whole seconds.
    const now = random.int(1_500_000_000, 2_000_000_000) * 1000;
    const span = { notBefore: now - random.int(1, 300) * day, notAfter: now + random.int(1, 300) * day };
    const caDer = certificate({ issuer: name, subject: name, secret: ca, ...span, names: [] }, ca);
    const usual: Fields = { issuer: name, subject: host, secret: bob, ...span, names: [host] };
    /** The key, or what was thrown. */
    const judge = async (leaf: Uint8Array, wanted = host, at = now, trusted = caDer): Promise<Uint8Array | string> => {
      try {
        return bytes(await answer.checkLeaf(leaf, trusted, wanted, at), 32);
      } catch (error) {
        if (error instanceof Error && error.name === "AnswerThrew") return error.message;
        throw error;
      }
    };
    return { ca, bob, name, host, now, usual, caDer, judge };
  }

  function expectWord(said: Uint8Array | string, word: string, what: string): void {
    if (typeof said !== "string") expect.fail(`${what}, and it was accepted`);
    if (!said.startsWith(word)) expect.fail(`${what}, and it was refused with another word than ${word}`);
  }

  describe("checkLeaf", () => {
    it(fresh, graded({ worth: 2 }, async () => {
      for (let round = 0; round < 3; round++) {
        const { ca, bob, host, now, usual, caDer, judge } = office();
        const stranger = random.bytes(32);
        const leaves = [
          certificate(usual, ca),
          certificate({ ...usual, names: [`x${host}`] }, ca),
          certificate({ ...usual, names: [`${host}.eve.test`] }, ca),
          certificate({ ...usual, names: ["*.test"] }, ca),
          certificate({ ...usual, secret: stranger }, stranger),
          certificate({ ...usual, issuer: "Another CA" }, ca),
          certificate({ ...usual, notAfter: now - 1000 }, ca),
          certificate({ ...usual, notBefore: now + 1000 }, ca),
        ];
        for (const [at, leaf] of leaves.entries()) {
          const said = await judge(leaf);
          expect(typeof said !== "string", `node and you judge certificate ${at + 1} differently`).to.equal(isGood(leaf, caDer, host, now));
          if (typeof said !== "string") expect(said).to.equalBytes(Uint8Array.from(spkiOf(bob).subarray(-32)), "another key was returned than OpenSSL finds");
        }
      }
    }));

    it("finds the host among several names, in whatever case", graded({ needs: fresh }, async () => {
      const { ca, host, usual, judge } = office();
      for (const names of [[`a.${host}`, "b.test", host], [host, "z.test"], ["b.test", host.toUpperCase(), "c.test"]]) {
        const said = await judge(certificate({ ...usual, subject: "Some Shop", names }, ca));
        if (typeof said === "string") expect.fail(`the names are ${names.join(", ")}, and ${host} was refused`);
      }
      if (typeof (await judge(certificate(usual, ca), host.toUpperCase())) === "string") expect.fail("the visitor wrote the name in capitals, and was refused");
    }));

    it("refuses a certificate without names", graded({ needs: fresh }, async () => {
      const { ca, usual, judge } = office();
      expectWord(await judge(certificate({ ...usual, names: [] }, ca)), "bad_certificate", "the certificate has no names");
    }));

    it("refuses when a bit of the signed part changed", graded({ needs: fresh }, async () => {
      const { ca, usual, judge } = office();
      const turned = certificate(usual, ca, (tbs) => Buffer.from(tbs.map((byte, at) => (at === tbs.indexOf(spkiOf(usual.secret)) + 20 ? byte ^ 1 : byte))));
      expectWord(await judge(turned), "unknown_ca", "a bit of the public key was turned over");
      const renamed = certificate({ ...usual, names: ["eve.test"] }, ca, () => tbsOf(usual));
      expectWord(await judge(renamed), "unknown_ca", "another name was put in after it was signed");
    }));

    it("accepts at both edges of its time", graded({ needs: fresh }, async () => {
      const { ca, host, usual, judge } = office();
      const leaf = certificate(usual, ca);
      for (const at of [usual.notBefore, usual.notAfter]) {
        if (typeof (await judge(leaf, host, at)) === "string") expect.fail("at the very edge of its time it was refused");
      }
      expectWord(await judge(leaf, host, usual.notAfter + 1), "certificate_expired", "its end was a millisecond ago");
      expectWord(await judge(leaf, host, usual.notBefore - 1), "certificate_expired", "it begins in a millisecond");
    }));

    it("does not judge the CA that it was given", graded({ needs: fresh }, async () => {
      const { ca, host, name, now, usual, judge } = office();
      const ended = { notBefore: now - 2 * day, notAfter: now - day };
      const trusted: readonly (readonly [string, Partial<Fields>])[] = [["another CA issued it", { issuer: "Root CA" }], ["it ended yesterday", ended]];
      for (const [what, other] of trusted) {
        const caDer = certificate({ ...usual, issuer: name, subject: name, secret: ca, names: [], ...other }, other.issuer === undefined ? ca : random.bytes(32));
        const said = await judge(certificate(usual, ca), host, now, caDer);
        if (typeof said === "string") expect.fail(`of the CA's certificate: ${what}; a good leaf was refused with "${said}"`);
      }
    }));

    it("checks the CA before the name, and the time between them", graded({ needs: fresh }, async () => {
      const { ca, now, usual, judge } = office();
      const [late, other] = [{ notAfter: now - day, notBefore: now - 2 * day }, { names: ["eve.test"] }];
      const stranger = random.bytes(32);
      expectWord(await judge(certificate({ ...usual, ...other }, stranger)), "unknown_ca", "a stranger signed it, for another name");
      expectWord(await judge(certificate({ ...usual, ...late }, stranger)), "unknown_ca", "a stranger signed it, and it is expired");
      expectWord(await judge(certificate({ ...usual, ...late, ...other }, ca)), "certificate_expired", "it is expired, and for another name");
    }));
  });
});
