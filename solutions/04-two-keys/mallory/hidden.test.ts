import type * as Exercise from "../../../exercises/04-two-keys/mallory/answer.js";
import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite, text } from "#suite";

type Side = "alice" | "bob";

interface Mallory {
  towardBob(fromAlice: Uint8Array): Promise<unknown>;
  towardAlice(fromBob: Uint8Array): Promise<unknown>;
  relay(box: Uint8Array, from: Side): Promise<unknown>;
  loot(): Promise<unknown>;
}

interface Talk {
  readonly mallory: Mallory;
  readonly keys: Readonly<Record<Side, Uint8Array>>;
}

// Raw X25519 keys in the wrapping that node:crypto reads (RFC 8410 §4 and §7).
const privateKeyOf = (secret: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), secret]), format: "der", type: "pkcs8" });
const publicKeyOf = (raw: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([Buffer.from("302a300506032b656e032100", "hex"), raw]), format: "der", type: "spki" });

const rawPublic = (secret: Uint8Array): Uint8Array =>
  Uint8Array.from(createPublicKey(privateKeyOf(secret)).export({ format: "der", type: "spki" }).subarray(-32));

/** Alice and Bob run another program, OpenSSL by way of node:crypto. */
function keyElsewhere(secret: Uint8Array, shown: Uint8Array): Uint8Array {
  let shared: Buffer;
  try {
    shared = diffieHellman({ privateKey: privateKeyOf(secret), publicKey: publicKeyOf(shown) });
  } catch {
    expect.fail("OpenSSL refused the public key that you showed");
  }
  return new Uint8Array(hkdfSync("sha256", shared, Buffer.alloc(0), "session-keys talk v1", 32));
}

function sealedElsewhere(key: Uint8Array, nonce: Uint8Array, message: string): Uint8Array {
  const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
  const ciphertext = Buffer.concat([cipher.update(message, "utf8"), cipher.final()]);
  return Uint8Array.from(Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]));
}

function openedElsewhere(key: Uint8Array, box: Uint8Array): string {
  try {
    const decipher = createDecipheriv("chacha20-poly1305", key, box.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(box.subarray(-16));
    return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]).toString("utf8");
  } catch {
    expect.fail("OpenSSL, on the other side, could not open the box that you passed on");
  }
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  async function begin(): Promise<Mallory> {
    const made: unknown = await answer.makeMallory();
    record(made, ["towardBob", "towardAlice", "relay", "loot"]);
    return made as Mallory;
  }
  async function meet(mallory: Mallory): Promise<Talk> {
    const [alice, bob] = [random.bytes(32), random.bytes(32)];
    const bobSaw = bytes(await mallory.towardBob(rawPublic(alice)), 32);
    const aliceSaw = bytes(await mallory.towardAlice(rawPublic(bob)), 32);
    return { mallory, keys: { alice: keyElsewhere(alice, aliceSaw), bob: keyElsewhere(bob, bobSaw) } };
  }
  async function says({ mallory, keys }: Talk, from: Side, message: string): Promise<void> {
    const box = sealedElsewhere(keys[from], random.bytes(12), message);
    const relayed = bytes(await mallory.relay(box, from));
    expect(openedElsewhere(keys[from === "alice" ? "bob" : "alice"], relayed), "the text arrived changed").to.equal(message);
  }
  async function holds({ mallory }: Talk, said: readonly string[]): Promise<void> {
    const loot: unknown = await mallory.loot();
    if (!Array.isArray(loot)) expect.fail("loot returned no array");
    expect(loot.slice(0, 20).map(text), "the loot is not what was said").to.deep.equal(said);
  }

  describe("makeMallory", () => {
    it("listens to a fresh talk of ten messages", graded({ worth: 2 }, async () => {
      const talk = await meet(await begin());
      const said: string[] = [];
      for (let n = 0; n < 10; n++) {
        const message = `${n} ${random.text(random.int(1, 60))}`;
        await says(talk, random.pick(["alice", "bob"] as const), message);
        said.push(message);
        if (n === 4) await holds(talk, said);
      }
      await holds(talk, said);
    }));

    it("two talks at once do not mix", graded({}, async () => {
      const [first, second] = [await begin(), await begin()];
      const [one, two] = [await meet(first), await meet(second)];
      await says(one, "alice", "the first talk begins");
      await says(two, "bob", "so does the second");
      await says(one, "bob", "the first goes on");
      await says(two, "alice", "and so does the second");
      await holds(one, ["the first talk begins", "the first goes on"]);
      await holds(two, ["so does the second", "and so does the second"]);
    }));

    it("the loot is the text, letter by letter", graded({}, async () => {
      const talk = await meet(await begin());
      const said = ["Grüße 日本 🔑", "", " spaces around ", "twice", "twice", "two\nlines\r\n", random.text(1000)];
      for (const [at, message] of said.entries()) await says(talk, at % 3 === 0 ? "bob" : "alice", message);
      await holds(talk, said);
    }));
  });
});
