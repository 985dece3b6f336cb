import type * as Exercise from "./answer.js";
import { bytesToHex, bytesToUtf8, concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite, text } from "#suite";

interface Client {
  hello(): Promise<unknown>;
  finish(serverHello: Uint8Array, finished: Uint8Array, key: Uint8Array): Promise<unknown>;
}

const offered = ["strong", "weak"];

/** What the client said, if it is what the statement says. */
function heard(hello: Uint8Array, suites: readonly string[], random: Uint8Array): void {
  let said: unknown;
  try {
    said = JSON.parse(bytesToUtf8(hello));
  } catch {
    expect.fail("hello is no JSON text");
  }
  const { suites: list, random: hex } = record(said, ["suites", "random"]);
  expect(list, `hello's suites are ${JSON.stringify(list)}; expected ${JSON.stringify(suites)}`).to.deep.equal(suites);
  expect(hex, "hello's random is not the one that startClient was given, in hex").to.equal(bytesToHex(random));
}

/** What a wrong MAC was made of, to be read behind the complaint; nothing if it is none of these. */
function howMade(mac: Uint8Array, key: Uint8Array, hello: Uint8Array, serverHello: Uint8Array): string {
  const all = concatBytes(hello, serverHello);
  const guesses: readonly (readonly [string, Uint8Array])[] = [
    ["key and message are turned round: noble's order is hmac(sha256, key, message)", hmac(sha256, sha256(all), key)],
    ["each message was hashed on its own; glue them together, then hash once", hmac(sha256, key, concatBytes(sha256(hello), sha256(serverHello)))],
    ["each message was hashed on its own, and the two hashes once more; glue the messages together, then hash once", hmac(sha256, key, sha256(concatBytes(sha256(hello), sha256(serverHello))))],
    ["it is a plain hash, without HMAC", sha256(concatBytes(key, all))],
    ["it is a plain hash, and anybody can make it", sha256(all)],
    ["its key is not the one that was given, but zeros", hmac(sha256, new Uint8Array(32), sha256(all))],
    ["the hash went in as text, in hex", hmac(sha256, key, utf8ToBytes(bytesToHex(sha256(all))))],
  ];
  const [what] = guesses.find(([, guess]) => equalBytes(guess, mac)) ?? [];
  return what === undefined ? "" : `. ${what[0]?.toUpperCase()}${what.slice(1)}`;
}

export const claims = suite<typeof Exercise>((answer, { random, fact }) => {
  const agrees = "agrees with an honest server that runs your transcriptMac";

  async function clientWith(suites: string[], chance: Uint8Array): Promise<Client> {
    const client: unknown = await answer.startClient(suites, chance);
    record(client, ["hello", "finish"]);
    return client as Client;
  }

  const serverSays = (chosen: string): Uint8Array => utf8ToBytes(JSON.stringify({ suite: chosen, random: bytesToHex(random.bytes(32)) }));

  const macOf = async (key: Uint8Array, hello: Uint8Array, serverHello: Uint8Array): Promise<Uint8Array> => bytes(await answer.transcriptMac(key, hello, serverHello), 32);

  /** The suite that the client took, or the message with which it threw. */
  async function ends(client: Client, serverHello: Uint8Array, finished: Uint8Array, key: Uint8Array): Promise<{ took: string } | { threw: string }> {
    try {
      return { took: text(await client.finish(serverHello, finished, key)) };
    } catch (error) {
      if (error instanceof Error && error.name === "AnswerThrew") return { threw: error.message };
      throw error;
    }
  }

  function expectThrown(end: { took: string } | { threw: string }, word: string, because: string): void {
    if ("took" in end) {
      if (end.took.startsWith(word)) expect.fail(`${because}, and your client returned "${end.took}"; expected it to throw an Error with this text`);
      fact("loot", end.took);
      expect.fail(`${because}, and your client went on with "${end.took}"`);
    }
    if (!end.threw.startsWith(word)) expect.fail(`${because}, and your client threw "${end.threw}"; expected an Error that begins with ${word}`);
  }

  describe("a handshake with a choice", () => {
    it(agrees, graded({}, async () => {
      const [key, chance] = [random.bytes(32), random.bytes(32)];
      const client = await clientWith(offered, chance);
      const hello = bytes(await client.hello());
      if (!equalBytes(bytes(await client.hello()), hello)) expect.fail("asked twice, hello gave two different messages");
      heard(hello, offered, chance);
      const serverHello = serverSays("strong");

      const end = await ends(client, serverHello, await macOf(key, hello, serverHello), key);

      if ("threw" in end) expect.fail(`nobody touched the wire, and your client refused the server's answer: "${end.threw}"`);
      expect(end.took, `the server chose "strong", and finish returned "${end.took}"`).to.equal("strong");
    }));

    it("throws when Mallory struck out the strong suite", graded({ worth: 2, needs: agrees }, async () => {
      const [key, chance] = [random.bytes(32), random.bytes(32)];
      const client = await clientWith(offered, chance);
      bytes(await client.hello());
      // What the server heard: the same, without "strong". It took the best of what was left, and made the MAC of that.
      const changed = utf8ToBytes(JSON.stringify({ suites: ["weak"], random: bytesToHex(chance) }));
      const serverHello = serverSays("weak");

      const end = await ends(client, serverHello, await macOf(key, changed, serverHello), key);

      expectThrown(end, "downgrade", 'Mallory struck "strong" out of your hello');
    }));

    it("throws when Mallory changed the server's answer", graded({ needs: agrees }, async () => {
      const [key, chance] = [random.bytes(32), random.bytes(32)];
      const client = await clientWith(offered, chance);
      const hello = bytes(await client.hello());
      const said = serverSays("strong");
      const finished = await macOf(key, hello, said);
      const changed = utf8ToBytes(bytesToUtf8(said).replace("strong", "weak"));

      const end = await ends(client, changed, finished, key);

      expectThrown(end, "downgrade", 'the server chose "strong", Mallory wrote "weak" in its place');
    }));

    it("checks the very bytes that came, spaces included", graded({ needs: agrees }, async () => {
      const [key, chance] = [random.bytes(32), random.bytes(32)];
      const client = await clientWith(offered, chance);
      const hello = bytes(await client.hello());
      const serverHello = utf8ToBytes(`{ "random": "${bytesToHex(random.bytes(32))}",  "suite": "weak" }\n`);

      // Without spaces first, so that a client which refuses the second of its list is told from one which writes the JSON anew.
      const plain = serverSays("weak");
      const second = await ends(client, plain, await macOf(key, hello, plain), key);
      const end = await ends(client, serverHello, await macOf(key, hello, serverHello), key);

      if ("threw" in second) expect.fail(`an honest server chose "weak", the second of your list, and your client threw "${second.threw}"`);
      if ("threw" in end) expect.fail(`an honest server wrote its JSON with spaces in it, and your client threw "${end.threw}"`);
      expect(end.took, `the server chose "weak", and finish returned "${end.took}"`).to.equal("weak");
    }));

    it("throws on a suite that it never offered", graded({ needs: agrees }, async () => {
      const [key, chance] = [random.bytes(32), random.bytes(32)];
      const client = await clientWith(offered, chance);
      const hello = bytes(await client.hello());
      const serverHello = serverSays("none at all");

      const end = await ends(client, serverHello, await macOf(key, hello, serverHello), key);

      expectThrown(end, "not-offered", 'the server chose "none at all", which you never offered');
    }));

    it("throws on a wrong MAC", graded({ needs: agrees }, async () => {
      const [key, chance] = [random.bytes(32), random.bytes(32)];
      const client = await clientWith(offered, chance);
      const hello = bytes(await client.hello());
      const serverHello = serverSays("strong");
      const finished = (await macOf(key, hello, serverHello)).slice();
      finished[31] = (finished[31] ?? 0) ^ 1;

      expectThrown(await ends(client, serverHello, finished, key), "downgrade", "the last bit of the MAC was wrong");
      expectThrown(await ends(client, serverHello, new Uint8Array(0), key), "downgrade", "the MAC was empty");
    }));

    it("makes the MAC of the statement", graded({}, async () => {
      const key = random.bytes(32);
      const hello = utf8ToBytes(JSON.stringify({ suites: offered, random: bytesToHex(random.bytes(32)) }));
      const serverHello = serverSays("strong");
      const right = hmac(sha256, key, sha256(concatBytes(hello, serverHello)));

      const mac = await macOf(key, hello, serverHello);

      expect(mac, `another MAC than the statement's, which is HMAC-SHA256, under the key, of the SHA-256 of both messages in the order in which they were spoken${howMade(mac, key, hello, serverHello)}`).to.equalBytes(right);
    }));
  });
});
