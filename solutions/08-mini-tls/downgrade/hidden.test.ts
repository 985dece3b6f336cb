import type * as Exercise from "../../../exercises/08-mini-tls/downgrade/answer.js";
import { createHash, createHmac } from "node:crypto";
import { equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite, text } from "#suite";

interface Client {
  hello(): Promise<unknown>;
  finish(serverHello: Uint8Array, finished: Uint8Array, key: Uint8Array): Promise<unknown>;
}

const names = ["AES_128_GCM", "CHACHA20_POLY1305", "AES_256_GCM", "RC4", "NULL", "größer"];

/** Another server, in which HMAC is node:crypto's. */
function answers(key: Uint8Array, hello: Uint8Array, suiteName: string, chance: Uint8Array) {
  const serverHello = Uint8Array.from(Buffer.from(JSON.stringify({ suite: suiteName, random: Buffer.from(chance).toString("hex") })));
  const hash = createHash("sha256").update(hello).update(serverHello).digest();
  return { serverHello, finished: Uint8Array.from(createHmac("sha256", key).update(hash).digest()) };
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const fresh = "a fresh talk with an independent server";

  async function clientWith(suites: string[], chance: Uint8Array): Promise<Client> {
    const client: unknown = await answer.startClient(suites, chance);
    record(client, ["hello", "finish"]);
    return client as Client;
  }

  async function ends(client: Client, serverHello: Uint8Array, finished: Uint8Array, key: Uint8Array): Promise<{ took: string } | { threw: string }> {
    try {
      return { took: text(await client.finish(serverHello, finished, key)) };
    } catch (error) {
      if (error instanceof Error && error.name === "AnswerThrew") return { threw: error.message };
      throw error;
    }
  }

  function expectThrown(end: { took: string } | { threw: string }, word: string, because: string): void {
    if ("took" in end) expect.fail(`${because}, and the client took "${end.took}"`);
    if (!end.threw.startsWith(word)) expect.fail(`${because}, and the client threw "${end.threw}"; expected ${word}`);
  }

  describe("a handshake with a choice", () => {
    it(fresh, graded({ worth: 2 }, async () => {
      for (let n = 0; n < 4; n++) {
        const key = random.bytes(32);
        const suites = [...names].sort(() => random.int(0, 1) - 0.5).slice(0, random.int(2, 5));
        const chosen = random.pick(suites);
        const client = await clientWith(suites, random.bytes(32));
        const hello = bytes(await client.hello());
        const { serverHello, finished } = answers(key, hello, chosen, random.bytes(32));
        const end = await ends(client, serverHello, finished, key);
        if ("threw" in end) expect.fail(`an independent server chose "${chosen}", and the client threw "${end.threw}"`);
        expect(end.took, "another suite than the server chose").to.equal(chosen);

        const other = await clientWith(suites, random.bytes(32));
        bytes(await other.hello());
        const fewer = Uint8Array.from(Buffer.from(Buffer.from(hello).toString("utf8").replace(`"${suites[0]}"`, '"NULL"')));
        const weak = answers(key, fewer, random.pick(suites), random.bytes(32));
        expectThrown(await ends(other, weak.serverHello, weak.finished, key), "downgrade", "the server heard another hello");
        expectThrown(await ends(client, serverHello, finished, random.bytes(32)), "downgrade", "the MAC was made under another key");
      }
    }));

    it("throws when last week's answer is replayed", graded({ needs: fresh }, async () => {
      const key = random.bytes(32);
      const [lastWeek, today] = [await clientWith(["strong", "weak"], random.bytes(32)), await clientWith(["strong", "weak"], random.bytes(32))];
      const { serverHello, finished } = answers(key, bytes(await lastWeek.hello()), "strong", random.bytes(32));
      bytes(await today.hello());
      expectThrown(await ends(today, serverHello, finished, key), "downgrade", "Mallory replayed last week's answer and MAC");
    }));

    it("calls an answer that is not JSON decode", graded({ needs: fresh }, async () => {
      const key = random.bytes(32);
      for (const broken of ["", "{", '{"suite":"strong"', "strong", "{'suite':'strong'}"]) {
        const client = await clientWith(["strong", "weak"], random.bytes(32));
        const hello = bytes(await client.hello());
        const serverHello = Uint8Array.from(Buffer.from(broken));
        const hash = createHash("sha256").update(hello).update(serverHello).digest();
        const finished = Uint8Array.from(createHmac("sha256", key).update(hash).digest());
        expectThrown(await ends(client, serverHello, finished, key), "decode", `the answer was ${JSON.stringify(broken)}`);
      }
    }));

    it("looks at JSON, MAC and list in this order", graded({ needs: fresh }, async () => {
      const key = random.bytes(32);
      const faults = [["decode", "strong", "it was not JSON, and the MAC was wrong"], ["downgrade", '{"suite":"NULL"}', "the MAC was wrong, and the suite not offered"]] as const;
      for (const [word, said, because] of faults) {
        const client = await clientWith(["strong", "weak"], random.bytes(32));
        bytes(await client.hello());
        expectThrown(await ends(client, Uint8Array.from(Buffer.from(said)), random.bytes(32), key), word, because);
      }
    }));

    it("sends the same hello each time it is asked, after finish too", graded({ needs: fresh }, async () => {
      const key = random.bytes(32);
      const client = await clientWith(["strong", "weak"], random.bytes(32));
      const first = bytes(await client.hello());
      const { serverHello, finished } = answers(key, first, "weak", random.bytes(32));
      text(await client.finish(serverHello, finished, key));
      if (!equalBytes(bytes(await client.hello()), first)) expect.fail("after finish, hello gave other bytes");
    }));
  });
});
