import type * as Exercise from "./answer.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { bytesToUtf8, concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, isRefused, record, suite, text } from "#suite";

type Side = "alice" | "bob";

interface Mallory {
  towardBob(fromAlice: Uint8Array): Promise<unknown>;
  towardAlice(fromBob: Uint8Array): Promise<unknown>;
  relay(box: Uint8Array, from: Side): Promise<unknown>;
  loot(): Promise<unknown>;
}

const nameOf = { alice: "Alice", bob: "Bob" } as const;

/** What the loot has in a place, short, with a dot for each sign that cannot be printed. */
const inLoot = (found: string | undefined): string => (found === undefined ? "nothing" : `"${found.replace(/[^ -~]/g, "·").slice(0, 60)}"`);

function opened(key: Uint8Array, box: Uint8Array): string | null {
  try {
    return bytesToUtf8(chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12)));
  } catch {
    return null;
  }
}

/** Alice's and Bob's program. `shown` is what Mallory put in the place of the other's public key. */
function keyOf(secret: Uint8Array, shown: Uint8Array, whose: Side): Uint8Array {
  let shared: Uint8Array;
  try {
    shared = x25519.getSharedSecret(secret, shown);
  } catch {
    expect.fail(`${nameOf[whose]}'s program refused the public key that you showed: with it, every shared secret would be zeros`);
  }
  return hkdf(sha256, shared, undefined, utf8ToBytes("session-keys talk v1"), 32);
}

export const claims = suite<typeof Exercise>((answer, { random, fact }) => {
  const replaces = "replaces both public keys";
  const toBob = "lets Bob read what Alice wrote";
  const toAlice = "lets Alice read what Bob wrote";

  const pair = () => {
    const secret = random.bytes(32);
    return { secret, publicKey: x25519.getPublicKey(secret) };
  };

  /** Alice and Bob have sent their public keys, and each has seen another. */
  async function met() {
    const made: unknown = await answer.makeMallory();
    record(made, ["towardBob", "towardAlice", "relay", "loot"]);
    const mallory = made as Mallory;
    const [alice, bob] = [pair(), pair()];
    const bobSaw = bytes(await mallory.towardBob(alice.publicKey), 32);
    const aliceSaw = bytes(await mallory.towardAlice(bob.publicKey), 32);
    return { mallory, alice, bob, aliceSaw, bobSaw };
  }

  async function talk() {
    const { mallory, alice, bob, aliceSaw, bobSaw } = await met();
    return { mallory, keys: { alice: keyOf(alice.secret, aliceSaw, "alice"), bob: keyOf(bob.secret, bobSaw, "bob") } };
  }

  const sealed = (key: Uint8Array, message: string): Uint8Array => {
    const nonce = random.bytes(12);
    return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(utf8ToBytes(message)));
  };

  /** `from` writes, Mallory relays, the other reads. */
  async function says({ mallory, keys }: Awaited<ReturnType<typeof talk>>, from: Side, message: string): Promise<void> {
    const to = from === "alice" ? "bob" : "alice";
    const box = sealed(keys[from], message);
    let relayed: unknown;
    try {
      relayed = await mallory.relay(box, from);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "AnswerThrew") throw error;
      // Does relay take the two keys for each other?
      const isSwapped = !(await isRefused(mallory.relay(sealed(keys[to], message), from)));
      if (isSwapped) expect.fail(`relay could not open ${nameOf[from]}'s box. It opened one that was sealed under the key that you share with ${nameOf[to]}`);
      expect.fail(`relay threw "${error.message}" on ${nameOf[from]}'s box. It is sealed under the key of ${nameOf[from]}'s pair and the public key that you showed`);
    }
    const got = bytes(relayed);
    const read = opened(keys[to], got);
    if (equalBytes(got, box)) expect.fail(`${nameOf[to]} got ${nameOf[from]}'s box as it was, and could not open it`);
    if (read === null) {
      const isBare = equalBytes(got, utf8ToBytes(message));
      const under = opened(keys[from], got) !== null ? `: it is sealed under the key that you share with ${nameOf[from]}` : isBare ? ": they are the text itself, for everyone to read" : "";
      expect.fail(`${nameOf[to]} could not open the ${got.length} bytes that you passed on${under}`);
    }
    expect(read, `${nameOf[from]} wrote "${message}", and ${nameOf[to]} read "${read}"`).to.equal(message);
  }

  describe("makeMallory", () => {
    it(replaces, graded({
      hint: "One of the two now sees the other's real key, so you do not share a key with both. Each must see a key of yours in place of the other's.",
    }, async () => {
      const { alice, bob, aliceSaw, bobSaw } = await met();

      const who = equalBytes(bobSaw, alice.publicKey) ? (equalBytes(aliceSaw, bob.publicKey) ? "Alice and Bob have" : "Bob has") : equalBytes(aliceSaw, bob.publicKey) ? "Alice has" : "";
      if (who !== "") expect.fail(`${who} seen the other's real public key`);
      if (equalBytes(bobSaw, bob.publicKey) || equalBytes(aliceSaw, alice.publicKey)) expect.fail("one of them got their own public key back");
    }));

    it(toBob, graded({ needs: replaces }, async () => {
      await says(await talk(), "alice", "the gold is under the third tree");
    }));

    it(toAlice, graded({ needs: replaces }, async () => {
      await says(await talk(), "bob", "and the key is in the well");
    }));

    it("returns all that was said, in order", graded({ worth: 2, needs: [toBob, toAlice] }, async () => {
      const said = ["are you alone?", "yes. are you?", "yes.", "the gold is under the third tree", "and the key is in the well"];
      const conversation = await talk();
      for (const [at, message] of said.entries()) await says(conversation, at % 2 === 0 ? "alice" : "bob", message);

      const loot: unknown = await conversation.mallory.loot();

      if (!Array.isArray(loot)) expect.fail(`loot returned ${loot === undefined ? "nothing" : `a ${typeof loot}`}; expected an array of texts`);
      fact("n", said.filter((message) => loot.includes(message)).length);
      const read = loot.slice(0, 20).map(text);
      const at = said.findIndex((message, index) => read[index] !== message);
      if (at >= 0) expect.fail(`text ${at + 1} was "${said[at]}"; in your loot there stands ${inLoot(read[at])}`);
      expect(loot.length, `${said.length} texts were said, and your loot holds ${loot.length}`).to.equal(said.length);
    }));
  });
});
