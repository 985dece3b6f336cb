import type * as Exercise from "./answer.js";
import { createCipheriv, createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from "node:crypto";
import { describe, it } from "mocha";
import { expect, graded, suite, text } from "#suite";

type Taped = Parameters<typeof Exercise.openTape>[0][number];

/** What stands before 32 raw bytes in the format of RFC 8410 §7 and §4. */
const [secretHead, publicHead] = ["302e020100300506032b656e04220420", "302a300506032b656e032100"].map((hex) => Buffer.from(hex, "hex"));
const plain = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);

const privateKey = (secret: Uint8Array) => createPrivateKey({ key: Buffer.concat([secretHead, secret]), format: "der", type: "pkcs8" });
const publicOf = (secret: Uint8Array) => plain(createPublicKey(privateKey(secret)).export({ format: "der", type: "spki" }).subarray(-32));

/** HKDF of what two X25519 keys share. */
function blend(secret: Uint8Array, theirs: Uint8Array, info: readonly (string | Uint8Array)[], length: number): Uint8Array {
  const publicKey = createPublicKey({ key: Buffer.concat([publicHead, theirs]), format: "der", type: "spki" });
  const shared = diffieHellman({ privateKey: privateKey(secret), publicKey });
  return new Uint8Array(hkdfSync("sha256", shared, "", Buffer.concat(info.map((part) => Buffer.from(part))), length));
}

function sealed(key: Uint8Array, nonce: Uint8Array, message: string | Uint8Array): Buffer {
  const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  return Buffer.concat([cipher.update(Buffer.from(message)), cipher.final(), cipher.getAuthTag()]);
}

const quoted = (texts: readonly string[]): string => (texts.length === 0 ? "nothing" : texts.map((each) => JSON.stringify(each)).join(", "));

export const claims = suite<typeof Exercise>((answer, { random, fact }) => {
  const reads = "reads every transport session";

  const pair = () => {
    const secret = random.bytes(32);
    return { secret, public: publicOf(secret) };
  };
  const recordsOf = (key: Uint8Array, texts: readonly string[]): Uint8Array[] =>
    texts.map((said) => {
      const nonce = random.bytes(12);
      return plain(Buffer.concat([nonce, sealed(key, nonce, said)]));
    });

  /** A session whose key the client sent to `server`. */
  function transport(server: Uint8Array, ...texts: string[]): Taped {
    const [ephemeral, key] = [pair(), random.bytes(32)];
    const okm = blend(ephemeral.secret, server, ["session-keys sealed-box v1", ephemeral.public, server], 44);
    const wrapped = plain(Buffer.concat([ephemeral.public, sealed(okm.subarray(0, 32), okm.subarray(32), key)]));
    return { kind: "transport", wrapped, records: recordsOf(key, texts) };
  }

  /** A session with a key that nobody sent. An honest server makes a pair of its own for it. */
  function agreed(server: ReturnType<typeof pair>, ...texts: string[]): Taped {
    const client = pair();
    const shares = [client.public, server.public].sort(Buffer.compare);
    const key = blend(client.secret, server.public, ["session-keys agree v1", ...shares], 32);
    return { kind: "agreed", clientShare: client.public, serverShare: server.public, records: recordsOf(key, texts) };
  }

  /** What Eve read, or why openTape threw. */
  async function loot(sessions: Taped[], stolen: Uint8Array): Promise<string[] | Error> {
    try {
      const value: unknown = await answer.openTape(sessions, stolen);
      if (!Array.isArray(value)) expect.fail("openTape returned no array; expected the texts, in an array");
      return value.map(text);
    } catch (error) {
      if (error instanceof Error && error.name === "AnswerThrew") return error;
      throw error;
    }
  }

  async function canRead(sessions: Taped[], stolen: Uint8Array, wanted: string[], because: string): Promise<void> {
    const found = await loot(sessions, stolen);
    if (found instanceof Error) expect.fail(`${because}; openTape threw "${found.message}"`);
    expect(found, `${because}. Eve can read ${quoted(wanted)}; you returned ${quoted(found)}`).to.deep.equal(wanted);
  }

  describe("openTape", () => {
    it(reads, graded({ worth: 2, uses: "05-strangers/sealed-box" }, async () => {
      const server = pair();
      const texts = ["meet at nine", "bring the map", "grüße aus köln"];
      const tape = texts.map((said) => transport(server.public, said));

      await canRead(tape, server.secret, texts, "the tape holds three transport sessions to this server");
    }));

    it("reads all records of a session, not only the first", graded({ needs: reads }, async () => {
      const server = pair();
      const texts = ["who is there?", "it is me", "then come in"];

      await canRead([transport(server.public, ...texts)], server.secret, texts, "one session, three records");
    }));

    it("reads nothing from honest agreed sessions", graded({ needs: reads }, async () => {
      const server = pair();
      const tape = [transport(server.public, "before"), agreed(pair(), "for nobody else"), agreed(pair(), "nor this"), transport(server.public, "after")];

      await canRead(tape, server.secret, ["before", "after"], "two of four sessions are honest agreed ones");
    }));

    it("goes on after a session that will not open", graded({ needs: reads }, async () => {
      const server = pair();
      const [first, last] = [transport(server.public, "the first"), transport(server.public, "the last")];
      const noBox: Taped = { kind: "transport", wrapped: random.bytes(80), records: [random.bytes(40)] };

      await canRead([first], server.secret, ["the first"], "a tape with one transport session");
      fact("n", 2);
      for (const [shut, why] of [[transport(pair().public, "to another server"), "was for another server"], [noBox, "is noise"]] as const) {
        await canRead([first, shut, last], server.secret, ["the first", "the last"], `session 2 of 3 ${why}, and nobody can open it here`);
      }
    }));

    it("reads the lazy server's agreed session", graded({ needs: reads }, async () => {
      const server = pair();
      const tape = [transport(server.public, "first"), agreed(server, "lazy, one", "lazy, two"), agreed(pair(), "shut"), agreed(server, "lazy, three")];

      await canRead(tape, server.secret, ["first", "lazy, one", "lazy, two", "lazy, three"], "in two agreed sessions the server's share is its long-term public key");
    }));

    it("skips a damaged record and reads the next", graded({ needs: reads }, async () => {
      const server = pair();
      const damaged = transport(server.public, "one", "two", "three");
      (damaged.records[1] as Uint8Array)[20] ^= 4;
      const short = transport(server.public, "four", "five");
      short.records[0] = (short.records[0] as Uint8Array).slice(0, 5);

      await canRead([damaged, short], server.secret, ["one", "three", "five"], "of five records, two were damaged on the way");
    }));
  });
});
