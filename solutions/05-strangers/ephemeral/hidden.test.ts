import type * as Exercise from "../../../exercises/05-strangers/ephemeral/answer.js";
import { createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from "node:crypto";
import { equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, nothing, record, refuses, suite, withstands } from "#suite";

interface Handshake {
  hello(): Promise<unknown>;
  finish(theirShare: Uint8Array): Promise<unknown>;
  steal(): Promise<unknown>;
}

/** What stands before 32 raw bytes in the format of RFC 8410 §7 and §4. */
const [secretHead, publicHead] = ["302e020100300506032b656e04220420", "302a300506032b656e032100"].map((hex) => Buffer.from(hex, "hex"));
const privateKey = (secret: Uint8Array) => createPrivateKey({ key: Buffer.concat([secretHead, secret]), format: "der", type: "pkcs8" });
const publicOf = (secret: Uint8Array) => Uint8Array.from(createPublicKey(privateKey(secret)).export({ format: "der", type: "spki" }).subarray(-32));

/** Null for what OpenSSL refuses. */
function sharedOf(secret: Uint8Array, theirs: Uint8Array): Uint8Array | null {
  try {
    const publicKey = createPublicKey({ key: Buffer.concat([publicHead, theirs]), format: "der", type: "spki" });
    return diffieHellman({ privateKey: privateKey(secret), publicKey });
  } catch {
    return null;
  }
}

function keyFrom(shared: Uint8Array, one: Uint8Array, other: Uint8Array): Uint8Array {
  const info = Buffer.concat([Buffer.from("session-keys agree v1"), ...[one, other].sort(Buffer.compare)]);
  return new Uint8Array(hkdfSync("sha256", shared, "", info, 32));
}

/** Points of small order, with which every secret gives zeros (RFC 7748 §6.1): 0, 1, and one of order 8. */
const weak = ["00".repeat(32), `01${"00".repeat(31)}`, "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"].map((hex) =>
  Uint8Array.from(Buffer.from(hex, "hex")),
);

export const claims = suite<typeof Exercise>((answer, { random, given, fact }) => {
  const shut = "tape plus memory do not give the key";

  const pair = () => {
    const secret = random.bytes(32);
    return { secret, public: publicOf(secret) };
  };

  async function begin(): Promise<Handshake> {
    const handshake: unknown = await answer.startHandshake();
    record(handshake, ["hello", "finish", "steal"]);
    return handshake as Handshake;
  }

  async function stolenFrom(handshake: Handshake): Promise<Uint8Array[]> {
    const value = await handshake.steal();
    if (!Array.isArray(value)) expect.fail("steal returned no array");
    return value.map((each) => bytes(each));
  }

  async function agreedKey(mine: Handshake, bob: ReturnType<typeof pair>, hello: Uint8Array): Promise<Uint8Array> {
    const key = bytes(await mine.finish(bob.public), 32);
    const shared = sharedOf(bob.secret, hello);
    if (shared === null) expect.fail("hello is no X25519 public key");
    expect(keyFrom(shared, hello, bob.public), "OpenSSL on the other side computed another key").to.equalBytes(key);
    return key;
  }

  describe("a handshake", () => {
    it(shut, graded({ worth: 2 }, async () => {
      const bob = pair();
      const mine = await begin();
      const hello = bytes(await mine.hello(), 32);
      const before = await stolenFrom(mine);
      if (!before.some((secret) => secret.length === 32 && equalBytes(publicOf(secret), hello))) expect.fail("before finish, steal does not show the ephemeral secret");
      const key = await agreedKey(mine, bob, hello);

      const after = await stolenFrom(mine);

      await withstands({ won: "the thief found the session key", fact }, async () => {
        for (const secret of after) {
          const shared = secret.length === 32 ? sharedOf(secret, bob.public) : null;
          for (const leadsTo of [secret, keyFrom(secret, hello, bob.public), shared && keyFrom(shared, hello, bob.public)]) {
            if (leadsTo && equalBytes(leadsTo, key)) return key;
          }
        }
        return nothing;
      });
      if (after.some((secret) => secret.some((byte) => byte !== 0))) expect.fail("after finish, an array is not all zeros");
      if (!(await given.erased())) expect.fail("the bytes that the random source handed out are still in memory");
    }));

    it("Eve cannot compute it from both hellos", graded({ needs: shut }, async () => {
      const bob = pair();
      const mine = await begin();
      const hello = bytes(await mine.hello(), 32);
      const key = await agreedKey(mine, bob, hello);

      await withstands({ won: "Eve computed the session key", fact }, async () => {
        const known = [hello, bob.public, Buffer.concat([hello, bob.public]), Buffer.concat([bob.public, hello]), sharedOf(hello, bob.public), sharedOf(bob.public, hello), new Uint8Array(32)];
        for (const secret of known) if (secret && equalBytes(keyFrom(secret, hello, bob.public), key)) return key;
        return nothing;
      });
    }));

    it("throws on a weak public key, and erases all the same", graded({ needs: shut }, async () => {
      const mine = await begin();
      bytes(await mine.hello(), 32);
      await refuses(mine.finish(weak[0] as Uint8Array), "finish took a public key of zeros");
      if ((await stolenFrom(mine)).some((secret) => secret.some((byte) => byte !== 0)) || !(await given.erased())) expect.fail("after a refused share the ephemeral secret is still there");
      await refuses(mine.finish(pair().public), "after a refused share, a second finish gave a key; its secret was 32 zeros, so anyone can compute it");
      for (const share of weak) await refuses((await begin()).finish(share), "finish took a weak public key");
    }));

    it("two handshakes at once do not mix", graded({ needs: shut }, async () => {
      const [bob, carol] = [pair(), pair()];
      const [one, other] = [await begin(), await begin()];
      const [helloOne, helloOther] = [bytes(await one.hello(), 32), bytes(await other.hello(), 32)];
      const first = await agreedKey(one, bob, helloOne);
      const second = await agreedKey(other, carol, helloOther);
      if (equalBytes(first, second)) expect.fail("two handshakes reached the same key");
    }));
  });
});
