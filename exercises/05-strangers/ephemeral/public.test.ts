import type * as Exercise from "./answer.js";
import { createHash, createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from "node:crypto";
import { bytesToHex, equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { type Answer, bytes, expect, graded, record, refuses, suite } from "#suite";

interface Handshake {
  hello(): Promise<unknown>;
  finish(theirShare: Uint8Array): Promise<unknown>;
  steal(): Promise<unknown>;
}

/** What stands before 32 raw bytes in the format of RFC 8410 §7 and §4. */
const [secretHead, publicHead] = ["302e020100300506032b656e04220420", "302a300506032b656e032100"].map((hex) => Buffer.from(hex, "hex"));
const privateKey = (secret: Uint8Array) => createPrivateKey({ key: Buffer.concat([secretHead, secret]), format: "der", type: "pkcs8" });
const publicOf = (secret: Uint8Array) => Uint8Array.from(createPublicKey(privateKey(secret)).export({ format: "der", type: "spki" }).subarray(-32));

/** Null for what is no X25519 public key. */
function sharedOf(secret: Uint8Array, theirs: Uint8Array): Uint8Array | null {
  try {
    const publicKey = createPublicKey({ key: Buffer.concat([publicHead, theirs]), format: "der", type: "spki" });
    return diffieHellman({ privateKey: privateKey(secret), publicKey });
  } catch {
    return null;
  }
}

/** Lesson 4's key from a shared secret. */
function keyFrom(shared: Uint8Array, one: Uint8Array, other: Uint8Array): Uint8Array {
  return keyWith(shared, Buffer.concat([Buffer.from("session-keys agree v1"), ...[one, other].sort(Buffer.compare)]));
}

const keyWith = (secret: Uint8Array, info: Uint8Array): Uint8Array => new Uint8Array(hkdfSync("sha256", secret, "", info, 32));

/** Keys that can be made of two public keys alone. */
function onTheWire(hello: Uint8Array, theirs: Uint8Array): Uint8Array[] {
  const info = Buffer.concat([Buffer.from("session-keys agree v1"), ...[hello, theirs].sort(Buffer.compare)]);
  const halves = [hello, theirs, Buffer.concat([hello, theirs]), Buffer.concat([theirs, hello]), info.subarray(-64), info, new Uint8Array(0)];
  const known = [...halves, sharedOf(hello, theirs), sharedOf(theirs, hello)].filter((secret) => secret !== null);
  return known.flatMap((secret) => [
    ...[info, new Uint8Array(0)].map((each) => keyWith(secret, each)),
    createHash("sha256").update(secret).digest(),
  ]);
}

export const claims = suite<typeof Exercise>((answer, { random, given, fact }) => {
  const agrees = "reaches the same key as the other side";
  const holds = "holds the ephemeral secret until it is used";

  const pair = () => {
    const secret = random.bytes(32);
    return { secret, public: publicOf(secret) };
  };

  async function begin(from: Answer<typeof Exercise> = answer): Promise<Handshake> {
    const handshake: unknown = await from.startHandshake();
    record(handshake, ["hello", "finish", "steal"]);
    return handshake as Handshake;
  }

  const helloOf = async (handshake: Handshake): Promise<Uint8Array> => bytes(await handshake.hello(), 32);

  async function stolenFrom(handshake: Handshake): Promise<Uint8Array[]> {
    const value = await handshake.steal();
    if (!Array.isArray(value)) expect.fail("steal returned no array; expected an array of the secret arrays that you still hold");
    return value.map((each) => bytes(each));
  }

  describe("a handshake", () => {
    it(agrees, graded({ worth: 2 }, async () => {
      const bob = pair();
      const mine = await begin();
      const hello = await helloOf(mine);

      const key = bytes(await mine.finish(bob.public), 32);

      const shared = sharedOf(bob.secret, hello);
      if (shared === null) expect.fail("the other side cannot agree with your hello: it is no X25519 public key");
      if (equalBytes(key, keyFrom(shared, hello, bob.public))) return;
      const bared = sharedOf(bob.secret, publicOf(hello));
      if (bared && equalBytes(key, keyFrom(bared, publicOf(hello), bob.public))) expect.fail("hello sent the secret half of your pair, for everyone to read; expected the public one");
      const ofZeros = sharedOf(new Uint8Array(32), bob.public);
      if (ofZeros && equalBytes(key, keyFrom(ofZeros, hello, bob.public))) expect.fail("you and the other side got different keys; yours is what a secret of 32 zeros gives");
      if (onTheWire(hello, bob.public).some((known) => equalBytes(key, known))) expect.fail("you and the other side got different keys; yours Eve computed from the two public keys on the wire");
      const guesses: [string, Uint8Array][] = [
        ["the raw result of x25519; expected HKDF of it, as in agree", shared],
        ["a plain hash of the shared secret; expected HKDF of it, as in agree", createHash("sha256").update(shared).digest()],
        ["made with your own key first; agreeInfo puts both in order", keyWith(shared, Buffer.concat([Buffer.from("session-keys agree v1"), hello, bob.public]))],
        ["made with an empty info; expected agreeInfo", keyWith(shared, new Uint8Array(0))],
      ];
      const [what] = guesses.find(([, guess]) => equalBytes(key, guess)) ?? [];
      if (what !== undefined) expect.fail(`your key is ${what}`);
      expect.fail(`the other side computed the key ${bytesToHex(keyFrom(shared, hello, bob.public).subarray(0, 4))}…, you ${bytesToHex(key.subarray(0, 4))}…`);
    }));

    it("says the same hello twice within one handshake", graded({ needs: agrees }, async () => {
      const mine = await begin();

      const [first, second] = [await helloOf(mine), await helloOf(mine)];
      bytes(await mine.finish(pair().public), 32);
      const third = await helloOf(mine);

      if (!equalBytes(first, second)) expect.fail("asked twice in one handshake, hello gave two different keys");
      if (third.every((byte) => byte === 0)) expect.fail("asked once more after finish, hello gave 32 zeros: the public key is no secret, and stays");
      if (!equalBytes(first, third)) expect.fail("asked once more after finish, hello gave another key: work the public key out once, while the secret is there");
    }));

    it("never repeats a hello in another handshake", graded({ needs: agrees }, async () => {
      const hellos = [await helloOf(await begin()), await helloOf(await begin()), await helloOf(await begin())];
      // The same program on two days that only the system's random source tells apart.
      const [mathRandom, nowMs] = [random.bytes(32), 1_620_043_200_000];
      const days: Uint8Array[] = [];
      for (const seed of [random.bytes(32), random.bytes(32)]) days.push(await helloOf(await begin(given.fresh({ bytes: seed, mathRandom, nowMs }))));

      const twice = hellos.find((one, at) => hellos.some((other, before) => before < at && equalBytes(one, other)));
      if (twice) expect.fail(`two handshakes said the same hello, ${bytesToHex(twice.subarray(0, 8))}…`);
      const [monday, tuesday] = days as [Uint8Array, Uint8Array];
      if (equalBytes(monday, tuesday)) expect.fail("started again with another random source, your program said the same hello: make the pair with x25519.keygen()");
    }));

    it(holds, graded({ needs: agrees }, async () => {
      const mine = await begin();
      const hello = await helloOf(mine);

      const stolen = await stolenFrom(mine);

      if (stolen.some((secret) => secret.length === 32 && equalBytes(publicOf(secret), hello))) return;
      const found = stolen.length === 0 ? "no array" : `arrays of ${stolen.map(({ length }) => length).join(", ")} bytes, none of them the secret half of your hello`;
      expect.fail(`before finish, steal returned ${found}; it must show the ephemeral secret for as long as you hold it`);
    }));

    it("leaves nothing to steal after finish", graded({ worth: 2, needs: [agrees, holds] }, async () => {
      const bob = pair();
      const mine = await begin();
      const hello = await helloOf(mine);
      const key = bytes(await mine.finish(bob.public), 32);

      const stolen = await stolenFrom(mine);

      for (const secret of stolen) {
        const shared = secret.length === 32 ? sharedOf(secret, bob.public) : null;
        const found = [
          ["the ephemeral secret", shared && keyFrom(shared, hello, bob.public)],
          ["the shared secret", keyFrom(secret, hello, bob.public)],
          ["the session key itself", secret],
        ] as const;
        const [what] = found.find(([, leadsTo]) => leadsTo && equalBytes(leadsTo, key)) ?? [];
        if (what === undefined) continue;
        fact("loot", `${bytesToHex(key.subarray(0, 8))}…`);
        expect.fail(`after finish, ${what} was still in memory; with it and the tape I have your session key`);
      }
      if (stolen.some((secret) => secret.some((byte) => byte !== 0))) expect.fail("after finish, steal still shows an array that is not all zeros");
      if (!(await given.erased())) expect.fail("steal shows nothing, but the very bytes that the random source handed out are still in memory");
    }));

    it("finishes only once", graded({ needs: agrees }, async () => {
      const mine = await begin();
      const key = bytes(await mine.finish(pair().public), 32);

      const again = mine.finish(pair().public).then((value) => bytes(value));

      await refuses(again, `the first finish gave the key ${bytesToHex(key.subarray(0, 4))}…, and a second one gave a key as well`);
    }));
  });
});
