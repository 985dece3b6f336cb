import type * as Exercise from "./answer.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, equalBytes, hexToBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, suite } from "#suite";

const day = 86_400_000;
const now = Date.UTC(2024, 4, 17, 12);

interface Pair {
  readonly secret: Uint8Array;
  readonly public: Uint8Array;
}

interface Fields {
  readonly issuer: string;
  readonly subject: string;
  readonly key: Uint8Array;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly names: readonly string[];
}

function item(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(...parts);
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255];
  return concatBytes(Uint8Array.of(tag, ...length), body);
}

const ed25519Id = item(0x30, hexToBytes("06032b6570")); // RFC 8410 §3
const nameOf = (commonName: string): Uint8Array => item(0x30, item(0x31, item(0x30, hexToBytes("0603550403"), item(0x0c, utf8ToBytes(commonName)))));
/** RFC 5280 §4.1.2.5.1. All years here lie before 2050. */
const timeOf = (ms: number): Uint8Array => item(0x17, utf8ToBytes(`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`));
const namesOf = (names: readonly string[]): Uint8Array =>
  item(0xa3, item(0x30, item(0x30, hexToBytes("0603551d11"), item(4, item(0x30, ...names.map((name) => item(0x82, utf8ToBytes(name))))))));

/** A certificate by RFC 5280 §4.1. `sign` makes a signature over the part that is to be signed. */
function certificateBy(sign: (tbs: Uint8Array) => Uint8Array, { issuer, subject, key, notBefore, notAfter, names }: Fields): Uint8Array {
  const head = [item(0xa0, hexToBytes("020102")), hexToBytes("020107"), ed25519Id, nameOf(issuer)];
  const rest = [item(0x30, timeOf(notBefore), timeOf(notAfter)), nameOf(subject), item(0x30, ed25519Id, item(3, Uint8Array.of(0), key))];
  const tbs = item(0x30, ...head, ...rest, ...(names.length > 0 ? [namesOf(names)] : []));
  return item(0x30, tbs, ed25519Id, item(3, Uint8Array.of(0), sign(tbs)));
}

const certificate = (fields: Fields, signer: Uint8Array): Uint8Array => certificateBy((tbs) => ed25519.sign(tbs, signer), fields);

// The neutral element as a key, written as 1: with R the same and S 0, one signature fits all bytes, unless the check is strict (RFC 8032 §5.1.7).
const fitsAll = { key: Uint8Array.from([1, ...new Uint8Array(31)]), signature: Uint8Array.from([1, ...new Uint8Array(63)]) };

const words = ["unknown_ca", "certificate_expired", "bad_certificate"] as const;
type Word = (typeof words)[number];

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const accepts = "accepts the right certificate and returns its key";

  const pair = (): Pair => {
    const secret = random.bytes(32);
    return { secret, public: ed25519.getPublicKey(secret) };
  };

  /** A CA, a shop, and a judge. */
  function office() {
    const [ca, bob] = [pair(), pair()];
    const lasting = { notBefore: now - 365 * day, notAfter: now + 365 * day };
    const caDer = certificate({ issuer: "Course CA", subject: "Course CA", key: ca.public, ...lasting, names: [] }, ca.secret);
    const usual: Fields = { issuer: "Course CA", subject: "bob.test", key: bob.public, notBefore: now - 30 * day, notAfter: now + 60 * day, names: ["bob.test"] };
    const issue = (other: Partial<Fields> = {}, signer: Uint8Array = ca.secret) => certificate({ ...usual, ...other }, signer);
    /** The key, or what the answer threw. */
    const judge = async (leaf: Uint8Array, at = now, trusted = caDer): Promise<Uint8Array | string> => {
      try {
        const said: unknown = await answer.checkLeaf(leaf, trusted, "bob.test", at);
        if (typeof said === "string" && /^[0-9a-f]{64}$/i.test(said)) expect.fail(`it returned the text "${said.slice(0, 8)}…"; return the key itself, 32 bytes`);
        if (typeof said === "string") expect.fail(`it returned the text "${said.slice(0, 40)}"; throw an Error with this text, and return nothing but the key`);
        return bytes(said, 32);
      } catch (error) {
        if (error instanceof Error && error.name === "AnswerThrew") return error.message;
        throw error;
      }
    };
    const blindCa = certificateBy(() => fitsAll.signature, { ...usual, subject: "Course CA", key: fitsAll.key, names: [] });
    return { ca, bob, usual, caDer, blindCa, issue, judge };
  }

  function expectRefused(said: Uint8Array | string, word: Word, what: string): void {
    if (typeof said !== "string") expect.fail(`${what} was accepted as bob.test's`);
    if (!said.startsWith(word)) expect.fail(`${what} was refused with "${said}"; expected an Error whose text begins with ${word}`);
  }

  describe("checkLeaf", () => {
    it(accepts, graded({}, async () => {
      const { ca, bob, usual, caDer, blindCa, issue, judge } = office();
      const said = await judge(issue());

      if (typeof said !== "string") {
        if (!equalBytes(said, bob.public)) expect.fail(`the key in the certificate is ${bytesToHex(bob.public.subarray(0, 4))}…; you returned ${bytesToHex(said.subarray(0, 4))}…${equalBytes(said, ca.public) ? ", the CA's" : ""}`);
        return;
      }
      // Which certificate would pass? One that a stranger signed; one that is signed by its own key; one for which milliseconds and
      // seconds are all the same; one that is valid by any clock; one whose signature fits all bytes; two that the CA signed, but not over tbs.
      const [stranger, mallory] = [pair(), pair()];
      const forged = await judge(issue({ key: mallory.public }, stranger.secret));
      const own = await judge(issue({}, bob.secret));
      const oldest = await judge(issue({ notBefore: 0, notAfter: 365 * day }), 10_000_000);
      const always = typeof oldest === "string" ? await judge(issue({ notBefore: 0, notAfter: Date.UTC(2049, 0) })) : said;
      const anyBytes = await judge(certificateBy(() => fitsAll.signature, usual), now, blindCa);
      const overCa = await judge(certificateBy(() => caDer.subarray(-64), usual));
      const overHash = await judge(certificateBy((tbs) => ed25519.sign(sha256(tbs), ca.secret), usual));
      // Once more: the call that is shown is the last.
      await judge(issue());
      const seen: readonly (readonly [boolean, string])[] = [
        [typeof forged !== "string", "What a stranger signed you accept: is verify's answer turned round?"],
        [typeof own !== "string", "One that is signed with its own key you accept"],
        [typeof oldest !== "string", "One that is valid from 1970 on, and judged in the first hours of 1970, you accept"],
        [typeof overCa !== "string", "You check over the CA's tbs, not over the leaf's"],
        [typeof overHash !== "string", "You check over a hash of tbs; Ed25519 hashes by itself"],
        [typeof anyBytes !== "string", "One whose signature fits any bytes you accept: the CA signed others than those that you check"],
        [said.startsWith("unknown_ca"), 'Its issuer is "CN=Course CA", as the CA\'s subject is, and the CA\'s key signed its tbs; verify takes key, signature and bytes'],
        [typeof always !== "string", "One that is valid from 1970 until 2049 you accept: do you compare with the last argument, and no other clock?"],
        [said.startsWith("certificate_expired"), "It is valid from 30 days before now until 60 days after"],
      ];
      const [, hint] = seen.find(([holds]) => holds) ?? [];
      expect.fail(`a good certificate for bob.test was refused with "${said}"${hint === undefined ? "" : `. ${hint}`}`);
    }));

    it("refuses a certificate for another host", graded({ worth: 2, needs: accepts }, async () => {
      const { issue, judge } = office();

      const said = await judge(issue({ subject: "eve.test", names: ["eve.test"] }));

      expectRefused(said, "bad_certificate", "Mallory's good certificate for eve.test");
    }));

    it("refuses one signed by a stranger under the CA's name", graded({ worth: 2, needs: accepts }, async () => {
      const { issue, judge } = office();
      const [stranger, mallory] = [pair(), pair()];

      const said = await judge(issue({ key: mallory.public }, stranger.secret));

      expectRefused(said, "unknown_ca", "what a stranger signed under the name Course CA, for Mallory's key,");
    }));

    it("refuses another issuer", graded({ needs: accepts }, async () => {
      const { issue, judge } = office();

      expectRefused(await judge(issue({ issuer: "Another CA" })), "unknown_ca", "a certificate that names Another CA as its issuer");
    }));

    it("refuses before and after its time", graded({ needs: accepts }, async () => {
      const { issue, judge } = office();
      const late = await judge(issue({ notBefore: now - 730 * day, notAfter: now - 365 * day }));
      const early = await judge(issue({ notBefore: now + 7 * day, notAfter: now + 90 * day }));

      expectRefused(late, "certificate_expired", "a certificate that ended a year ago");
      expectRefused(early, "certificate_expired", "a certificate that begins next week");
    }));

    it("refuses names that only look alike", graded({ needs: accepts }, async () => {
      const { issue, judge } = office();

      for (const name of ["notbob.test", "bob.test.eve.test", "ob.test", "test", "*.test", "b0b.test"]) {
        const said = await judge(issue({ subject: "Some Shop Ltd", names: [name] }));
        expectRefused(said, "bad_certificate", `a certificate for ${name}`);
      }
    }));

    it("does not take the common name for a host", graded({ needs: accepts }, async () => {
      const { bob, issue, judge } = office();

      const said = await judge(issue({ subject: "bob.test", names: ["eve.test"] }));
      expectRefused(said, "bad_certificate", "a certificate whose dnsNames are eve.test only, and whose common name is bob.test,");
      const other = await judge(issue({ subject: "Bob's Hats Ltd", names: ["bob.test"] }));

      if (typeof other === "string") expect.fail(`a certificate whose dnsNames are bob.test, and whose common name is Bob's Hats Ltd, was refused with "${other}"`);
      if (!equalBytes(other, bob.public)) expect.fail("another key was returned than the one in the certificate");
    }));
  });
});
