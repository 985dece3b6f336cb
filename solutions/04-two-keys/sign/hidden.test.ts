import type * as Exercise from "../../../exercises/04-two-keys/sign/answer.js";
import { createPrivateKey, createPublicKey, sign as opensslSign, verify as opensslVerify } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, suite } from "#suite";

// Raw Ed25519 keys in the wrapping that node:crypto reads (RFC 8410 §4 and §7).
const privateKeyOf = (secret: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), secret]), format: "der", type: "pkcs8" });

const rawPublic = (secret: Uint8Array): Uint8Array =>
  Uint8Array.from(createPublicKey(privateKeyOf(secret)).export({ format: "der", type: "spki" }).subarray(-32));

const toBeSigned = (purpose: string, message: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from("session-keys v1 "), Buffer.of(Buffer.byteLength(purpose)), Buffer.from(purpose), message]);

/** Another program, OpenSSL by way of node:crypto. */
const signedElsewhere = (purpose: string, message: Uint8Array, secret: Uint8Array): Uint8Array =>
  Uint8Array.from(opensslSign(null, toBeSigned(purpose, message), privateKeyOf(secret)));

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const agrees = "agrees with an independent program";

  const saysYes = async (purpose: string, message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): Promise<boolean> => {
    const said: unknown = await answer.verify(purpose, message, signature, publicKey);
    if (typeof said !== "boolean") expect.fail(`verify returned a ${typeof said}; expected true or false`);
    return said;
  };
  const someone = () => {
    const secret = random.bytes(32);
    return { secret, publicKey: rawPublic(secret) };
  };

  describe("sign and verify", () => {
    it(agrees, graded({ worth: 2 }, async () => {
      const purposes = [random.text(random.int(1, 30)), "Prüfung 日本", random.text(255)];
      for (const purpose of purposes) {
        const { secret, publicKey } = someone();
        const message = random.bytes(random.int(1, 200));
        const signature = bytes(await answer.sign(purpose, message, secret), 64);
        const key = createPublicKey(privateKeyOf(secret));
        if (!opensslVerify(null, toBeSigned(purpose, message), key, signature)) expect.fail("OpenSSL said no to your signature");

        const theirs = signedElsewhere(purpose, message, secret);
        if (!(await saysYes(purpose, message, theirs, publicKey))) expect.fail("you said no to OpenSSL's signature");
        const turned = theirs.map((byte, at) => (at === random.int(0, 63) ? byte ^ 1 : byte));
        turned[0] = (theirs[0] ?? 0) ^ 4;
        if (await saysYes(purpose, message, turned, publicKey)) expect.fail("you said yes to a signature with a bit turned over");
      }
    }));

    it("says no to one signature that fits every message", graded({ needs: agrees }, async () => {
      // The key is the neutral element, written as 1; R is the same, and S is 0. Without the strict option both checks hold (RFC 8032 §5.1.7).
      const key = Uint8Array.from([1, ...new Uint8Array(31)]);
      const signature = Uint8Array.from([1, ...new Uint8Array(63)]);
      for (const message of [random.bytes(20), random.bytes(33)]) {
        if (await saysYes("login", message, signature, key)) expect.fail("a single signature passed for two different messages");
      }
    }));

    it("says no to another person's key", graded({ needs: agrees }, async () => {
      const [alice, carol] = [someone(), someone()];
      const message = random.bytes(40);
      const signature = signedElsewhere("login", message, alice.secret);
      if (await saysYes("login", message, signature, carol.publicKey)) expect.fail("Alice's signature passed as Carol's");
      for (const key of [alice.publicKey.slice(0, 31), new Uint8Array(0), new Uint8Array(32).fill(255)]) {
        if (await saysYes("login", message, signature, key)) expect.fail(`Alice's signature passed under a key of ${key.length} bytes that is not hers`);
      }
    }));

    it("signs the empty message", graded({}, async () => {
      const { secret, publicKey } = someone();
      const none = new Uint8Array(0);
      const signature = bytes(await answer.sign("login", none, secret), 64);
      expect(signature).to.equalBytes(signedElsewhere("login", none, secret), "OpenSSL's signature over the empty message is another one");
      if (!(await saysYes("login", none, signature, publicKey))) expect.fail("verify said false to a signature over the empty message");
      if (await saysYes("login", Uint8Array.of(0), signature, publicKey)) expect.fail("a signature over nothing passed for one zero byte");
    }));
  });
});
