import type * as Exercise from "../../../exercises/05-strangers/tape-recorder/answer.js";
import { createCipheriv, createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from "node:crypto";
import { describe, it } from "mocha";
import { expect, graded, suite, text } from "#suite";

type Taped = Parameters<typeof Exercise.openTape>[0][number];

/** What stands before 32 raw bytes in the format of RFC 8410 §7 and §4. */
const [secretHead, publicHead] = ["302e020100300506032b656e04220420", "302a300506032b656e032100"].map((hex) => Buffer.from(hex, "hex"));
const plain = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);

const privateKey = (secret: Uint8Array) => createPrivateKey({ key: Buffer.concat([secretHead, secret]), format: "der", type: "pkcs8" });
const publicOf = (secret: Uint8Array) => plain(createPublicKey(privateKey(secret)).export({ format: "der", type: "spki" }).subarray(-32));

function blend(secret: Uint8Array, theirs: Uint8Array, info: readonly (string | Uint8Array)[], length: number): Uint8Array {
  const publicKey = createPublicKey({ key: Buffer.concat([publicHead, theirs]), format: "der", type: "spki" });
  const shared = diffieHellman({ privateKey: privateKey(secret), publicKey });
  return new Uint8Array(hkdfSync("sha256", shared, "", Buffer.concat(info.map((part) => Buffer.from(part))), length));
}

function sealed(key: Uint8Array, nonce: Uint8Array, message: string | Uint8Array): Buffer {
  const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  return Buffer.concat([cipher.update(Buffer.from(message)), cipher.final(), cipher.getAuthTag()]);
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const fresh = "reads a fresh tape";

  const pair = () => {
    const secret = random.bytes(32);
    return { secret, public: publicOf(secret) };
  };
  const recordsOf = (key: Uint8Array, texts: readonly string[]): Uint8Array[] =>
    texts.map((said) => {
      const nonce = random.bytes(12);
      return plain(Buffer.concat([nonce, sealed(key, nonce, said)]));
    });

  function transport(server: Uint8Array, ...texts: string[]): Taped {
    const [ephemeral, key] = [pair(), random.bytes(32)];
    const okm = blend(ephemeral.secret, server, ["session-keys sealed-box v1", ephemeral.public, server], 44);
    const wrapped = plain(Buffer.concat([ephemeral.public, sealed(okm.subarray(0, 32), okm.subarray(32), key)]));
    return { kind: "transport", wrapped, records: recordsOf(key, texts) };
  }

  function agreed(server: ReturnType<typeof pair>, ...texts: string[]): Taped {
    const client = pair();
    const shares = [client.public, server.public].sort(Buffer.compare);
    const key = blend(client.secret, server.public, ["session-keys agree v1", ...shares], 32);
    return { kind: "agreed", clientShare: client.public, serverShare: server.public, records: recordsOf(key, texts) };
  }

  async function loot(sessions: Taped[], stolen: Uint8Array): Promise<string[]> {
    const value: unknown = await answer.openTape(sessions, stolen);
    if (!Array.isArray(value)) expect.fail("openTape returned no array");
    return value.map(text);
  }

  describe("openTape", () => {
    it(fresh, graded({ worth: 2 }, async () => {
      for (let n = 0; n < 3; n++) {
        const server = pair();
        const wanted: string[] = [];
        const sessions: Taped[] = [];
        for (let at = 0; at < 8; at++) {
          const texts = Array.from({ length: random.int(1, 4) }, () => random.text(random.int(0, 30)));
          const kind = random.pick(["transport", "lazy", "honest", "stranger"]);
          const session = kind === "transport" ? transport(server.public, ...texts) : kind === "stranger" ? transport(pair().public, ...texts) : agreed(kind === "lazy" ? server : pair(), ...texts);
          if (kind === "transport" || kind === "lazy") {
            const spoiled = random.int(0, texts.length);
            const record = session.records[spoiled];
            if (record) record[random.int(0, record.length - 1)] ^= 1 << random.int(0, 7);
            wanted.push(...texts.filter((_, index) => index !== spoiled));
          }
          sessions.push(session);
        }
        expect(await loot(sessions, server.secret), "the texts of a fresh tape").to.deep.equal(wanted);
      }
    }));

    it("returns texts in the order of the tape", graded({ needs: fresh }, async () => {
      const server = pair();
      const tape = [agreed(server, "1", "2"), transport(server.public, "3"), agreed(pair(), "-"), agreed(server, "4"), transport(server.public, "5", "6")];
      expect(await loot(tape, server.secret), "agreed and transport sessions, mixed").to.deep.equal(["1", "2", "3", "4", "5", "6"]);
    }));

    it("goes on after a client's share that noble refuses", graded({ needs: fresh }, async () => {
      const server = pair();
      const zeros: Taped = { ...agreed(server, "-"), kind: "agreed", clientShare: new Uint8Array(32), serverShare: server.public };
      expect(await loot([transport(server.public, "1"), zeros, agreed(server, "2")], server.secret), "between two sessions, one to whose lazy server somebody sent a share of zeros").to.deep.equal(["1", "2"]);
    }));

    it("an empty tape gives an empty list", graded({ needs: fresh }, async () => {
      const server = pair();
      expect(await loot([], server.secret), "an empty tape").to.deep.equal([]);
      expect(await loot([transport(server.public), agreed(server)], server.secret), "two sessions in which nothing was said").to.deep.equal([]);
    }));
  });
});
