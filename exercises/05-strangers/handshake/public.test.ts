import type * as Mallory from "../../04-two-keys/mallory/answer.js";
import type * as Exercise from "./answer.js";
import { createHash, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, sign, verify } from "node:crypto";
import { bytesToHex, equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { type Answer, bytes, expect, graded, record, refuses, suite } from "#suite";

interface Client {
  hello(): Promise<unknown>;
  finish(reply: Uint8Array): Promise<unknown>;
}

interface Server {
  reply(hello: Uint8Array): Promise<unknown>;
  key(): Promise<unknown>;
}

/** What stands before 32 raw bytes in the format of RFC 8410 §7 and §4: X25519 is 6e, Ed25519 is 70. */
const secretKey = (kind: "6e" | "70", raw: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([Buffer.from(`302e020100300506032b65${kind}04220420`, "hex"), raw]), format: "der", type: "pkcs8" });
const publicKey = (kind: "6e" | "70", raw: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([Buffer.from(`302a300506032b65${kind}032100`, "hex"), raw]), format: "der", type: "spki" });
const publicOf = (kind: "6e" | "70", secret: Uint8Array) =>
  Uint8Array.from(createPublicKey(secretKey(kind, secret)).export({ format: "der", type: "spki" }).subarray(-32));

/** The other ends, by way of OpenSSL. */
const ours = {
  signed: (said: Uint8Array) => Buffer.concat([Buffer.from("session-keys v1 \x09handshake"), said]),
  key(secret: Uint8Array, theirs: Uint8Array, said: Uint8Array): Uint8Array {
    const shared = diffieHellman({ privateKey: secretKey("6e", secret), publicKey: publicKey("6e", theirs) });
    const info = Buffer.concat([Buffer.from("session-keys handshake v1"), createHash("sha256").update(said).digest()]);
    return new Uint8Array(hkdfSync("sha256", shared, "", info, 32));
  },
  reply(signSecret: Uint8Array, share: Uint8Array, hello: Uint8Array): Uint8Array {
    return Uint8Array.from(Buffer.concat([share, sign(null, ours.signed(Buffer.concat([hello, share])), secretKey("70", signSecret))]));
  },
};

/** What a signature that does not fit was made over. */
function howSigned(said: Uint8Array, reply: Uint8Array, by: Uint8Array, fits: (bytes: Uint8Array) => boolean): string {
  const [front, back] = [reply.subarray(0, 64), reply.subarray(64)];
  if (verify(null, ours.signed(Buffer.concat([said.subarray(0, 32), back])), publicKey("70", by), front)) return "the signature stands in front of the ephemeral key, not behind it";
  const [hello, share] = [said.subarray(0, 32), said.subarray(32)];
  const guesses: [string, Uint8Array][] = [
    ["the two halves are signed the other way round", ours.signed(Buffer.concat([share, hello]))],
    ["a hash of both halves is signed", ours.signed(createHash("sha256").update(said).digest())],
    ["both halves are signed, but not by lesson 4's sign", said],
    ["only the server's half is signed", ours.signed(share)],
    ["only the client's half is signed", ours.signed(hello)],
  ];
  return guesses.find(([, bytes]) => fits(bytes))?.[0] ?? "its last 64 bytes are no signature of the right bytes, or not for this purpose";
}

/** How a key that is not ours was made, to be read behind the complaint. */
function howMade(secret: Uint8Array, theirs: Uint8Array, said: Uint8Array, key: Uint8Array): string {
  const shared = diffieHellman({ privateKey: secretKey("6e", secret), publicKey: publicKey("6e", theirs) });
  const hash = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();
  const hkdf = (salt: Uint8Array, ...info: Uint8Array[]): Uint8Array => new Uint8Array(hkdfSync("sha256", shared, salt, Buffer.concat([Buffer.from("session-keys handshake v1"), ...info]), 32));
  const none = new Uint8Array(0);
  const withInfo = (info: Uint8Array): Uint8Array => new Uint8Array(hkdfSync("sha256", shared, none, info, 32));
  const text = Buffer.from("session-keys handshake v1");
  const guesses: [string, Uint8Array][] = [
    ['info begins with another text, lesson 4\'s "session-keys agree v1"', withInfo(Buffer.concat([Buffer.from("session-keys agree v1"), hash(said)]))],
    ["it is lesson 4's agree; expected the text and the hash of this exercise in info", withInfo(Buffer.concat([Buffer.from("session-keys agree v1"), ...[said.subarray(0, 32), said.subarray(32)].sort(Buffer.compare)]))],
    ["the text is left out of info", withInfo(hash(said))],
    ["info is one hash over text and both halves; expected the text as it is, then the hash", withInfo(hash(Buffer.concat([text, said])))],
    ["info holds the hash in hex; expected its 32 bytes", withInfo(Buffer.concat([text, Buffer.from(bytesToHex(hash(said)))]))],
    ["info holds what was said itself; expected its SHA-256", hkdf(none, said)],
    ["info holds a hash of hello only; expected one of both halves", hkdf(none, hash(said.subarray(0, 32)))],
    ["info holds a hash of the two halves the other way round", hkdf(none, hash(Buffer.concat([said.subarray(32), said.subarray(0, 32)])))],
    ["what was said went in as the salt; expected an empty salt, and its hash in info", hkdf(said)],
    ["the hash of what was said went in as the salt; expected it in info", hkdf(hash(said))],
    ["it is a plain hash; expected HKDF", hash(Buffer.concat([shared, said]))],
  ];
  const [what] = guesses.find(([, guess]) => equalBytes(key, guess)) ?? [];
  return what === undefined ? "" : `: ${what}`;
}

export const claims = suite<typeof Exercise>((answer, { random, given }) => {
  const same = "gives both sides the same key";

  const signer = () => {
    const secret = random.bytes(32);
    return { secret, public: publicOf("70", secret) };
  };

  async function clientFor(serverKey: Uint8Array, from: Answer<typeof Exercise> = answer): Promise<Client> {
    const client: unknown = await from.makeClient(serverKey);
    record(client, ["hello", "finish"]);
    return client as Client;
  }

  async function serverWith(signSecret: Uint8Array): Promise<Server> {
    const server: unknown = await answer.makeServer(signSecret);
    record(server, ["reply", "key"]);
    return server as Server;
  }

  /** The key, or why finish threw. */
  async function finished(client: Client, reply: Uint8Array): Promise<Uint8Array | string> {
    try {
      return bytes(await client.finish(reply), 32);
    } catch (error) {
      if (error instanceof Error && error.name === "AnswerThrew") return error.message;
      throw error;
    }
  }

  /** A whole handshake between the two ends of the answer. */
  async function run(signSecret: Uint8Array, serverKey: Uint8Array) {
    const [client, server] = [await clientFor(serverKey), await serverWith(signSecret)];
    const hello = bytes(await client.hello(), 32);
    const reply = bytes(await server.reply(hello), 96);
    const key = await finished(client, reply);
    if (typeof key === "string") expect.fail(`nobody touched the wire, and your client refused your server's reply: "${key}"`);
    return { hello, reply, key, serverSide: bytes(await server.key(), 32) };
  }

  describe("a handshake", () => {
    it(same, graded({}, async () => {
      const bob = signer();
      const [client, server] = [await clientFor(bob.public), await serverWith(bob.secret)];
      const hello = bytes(await client.hello(), 32);
      const again = bytes(await client.hello(), 32);
      if (!equalBytes(hello, again)) expect.fail("asked twice in one handshake, hello gave two different keys");

      const reply = bytes(await server.reply(hello), 96);
      const key = await finished(client, reply);

      if (typeof key === "string") expect.fail(`nobody touched the wire, and your client refused your server's reply: "${key}"`);
      const serverSide = bytes(await server.key(), 32);
      if (!equalBytes(key, serverSide)) expect.fail(`your client has the key ${bytesToHex(key.subarray(0, 4))}…, your server ${bytesToHex(serverSide.subarray(0, 4))}…`);
    }));

    it("works with our server and with our client", graded({ needs: same }, async () => {
      const [bob, ephemeral] = [signer(), random.bytes(32)];
      const share = publicOf("6e", ephemeral);
      const client = await clientFor(bob.public);
      const server = await serverWith(bob.secret);
      const hello = bytes(await client.hello(), 32);
      const key = await finished(client, ours.reply(bob.secret, share, hello));
      const reply = bytes(await server.reply(share), 96);
      const serverSide = bytes(await server.key(), 32);

      const said = Buffer.concat([share, reply.subarray(0, 32)]);
      const fits = (bytes: Uint8Array): boolean => verify(null, bytes, publicKey("70", bob.public), reply.subarray(32));
      if (!fits(ours.signed(said))) expect.fail(`our client refused your server's reply: ${howSigned(said, reply, bob.public, fits)}; expected "handshake", over hello ‖ the server's ephemeral key`);
      if (typeof key === "string") expect.fail(`your client refused our server's reply ("${key}"), which is signed for "handshake", over hello ‖ the server's ephemeral key`);
      if (!equalBytes(serverSide, ours.key(ephemeral, reply.subarray(0, 32), said))) {
        expect.fail(`our client accepted your server's reply, and computed another key than your server${howMade(ephemeral, reply.subarray(0, 32), said, serverSide)}`);
      }
      if (!equalBytes(key, ours.key(ephemeral, hello, Buffer.concat([hello, share])))) expect.fail("your client accepted our server's reply, and computed another key than our server");
    }));

    it("beats your own Mallory of lesson 4", graded({ worth: 2, needs: same, uses: "04-two-keys/mallory" }, async () => {
      const bob = signer();
      const [client, server] = [await clientFor(bob.public), await serverWith(bob.secret)];
      const mallory = await given.uses<typeof Mallory>("04-two-keys/mallory").makeMallory();
      record(mallory, ["towardBob", "towardAlice"]);

      const hello = bytes(await client.hello(), 32);
      const reply = bytes(await server.reply(bytes(await mallory.towardBob(hello), 32)), 96);
      const hers = bytes(await mallory.towardAlice(reply.slice(0, 32)), 32);
      const key = await finished(client, Uint8Array.from(Buffer.concat([hers, reply.subarray(32)])));

      if (typeof key === "string") return;
      const what = key.every((byte) => byte === 0) ? "a key of 32 zeros" : `the key ${bytesToHex(key.subarray(0, 4))}…`;
      expect.fail(`Mallory put her own key in the place of the server's, and your client returned ${what}; expected it to throw`);
    }));

    it("refuses last week's reply", graded({ needs: same }, async () => {
      const bob = signer();
      const lastWeek = await run(bob.secret, bob.public);
      const today = await clientFor(bob.public);
      const hello = bytes(await today.hello(), 32);
      if (equalBytes(hello, lastWeek.hello)) expect.fail("today's hello is last week's");

      await refuses(today.finish(lastWeek.reply).then((value) => bytes(value)), "Mallory sent last week's reply in answer to today's hello, and your client accepted it");
    }));

    it("two runs share no ephemeral key and no session key", graded({ needs: same }, async () => {
      const bob = signer();
      const [one, other] = [await run(bob.secret, bob.public), await run(bob.secret, bob.public)];
      // The same client on two days that only the system's random source tells apart.
      const [mathRandom, nowMs] = [random.bytes(32), 1_620_043_200_000];
      const days: Uint8Array[] = [];
      for (const seed of [random.bytes(32), random.bytes(32)]) {
        days.push(bytes(await (await clientFor(bob.public, given.fresh({ bytes: seed, mathRandom, nowMs }))).hello(), 32));
      }

      if (equalBytes(one.hello, other.hello)) expect.fail(`in two runs the client sent the same ephemeral key, ${bytesToHex(one.hello.subarray(0, 8))}…`);
      const share = one.reply.subarray(0, 32);
      if (equalBytes(share, other.reply.subarray(0, 32))) expect.fail(`in two runs the server sent the same ephemeral key, ${bytesToHex(share.subarray(0, 8))}…`);
      if (equalBytes(one.key, other.key)) expect.fail("two runs ended with the same session key");
      const [monday, tuesday] = days as [Uint8Array, Uint8Array];
      if (equalBytes(monday, tuesday)) expect.fail("started again with another random source, your client said the same hello: make the pair with x25519.keygen()");
    }));
  });
});
