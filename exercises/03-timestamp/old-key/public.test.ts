import type * as Exercise from "./answer.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite } from "#suite";

interface Mallory {
  readonly first: Promise<unknown>;
  answer(challenge: Uint8Array): Promise<unknown>;
}

function opened(key: Uint8Array, box: Uint8Array): Uint8Array | null {
  try {
    return chacha20poly1305(key, box.subarray(0, 12)).decrypt(box.subarray(12));
  } catch {
    return null;
  }
}

function toBytes(n: bigint): Uint8Array {
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, n);
  return number;
}

const toNumber = (number: Uint8Array): bigint => new DataView(number.buffer, number.byteOffset, 8).getBigUint64(0);

const messages = ["Alice's request", "the key server's answer to Alice", "the ticket", "Bob's number of last year", "Alice's answer of last year"];

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const ticket = "sends Bob the ticket from the tape";

  const sealed = (key: Uint8Array, plaintext: Uint8Array): Uint8Array => {
    const nonce = random.bytes(12);
    return concatBytes(nonce, chacha20poly1305(key, nonce).encrypt(plaintext));
  };
  const oldNumber = 41_000n;

  /** Last year's session, and Mallory with its tape. */
  async function recorded() {
    const [alice, bob, session] = [random.bytes(32), random.bytes(32), random.bytes(32)];
    const inside = sealed(bob, concatBytes(session, utf8ToBytes("alice")));
    const tape = [
      utf8ToBytes("alice, bob"),
      sealed(alice, concatBytes(session, utf8ToBytes("bob"), inside)),
      inside,
      sealed(session, toBytes(oldNumber)),
      sealed(session, toBytes(oldNumber - 1n)),
    ];
    const mallory: unknown = await answer.replayOldSession(tape, session);
    record(mallory, ["first", "answer"]);
    return { tape, session, mallory: mallory as Mallory };
  }

  /** Bob, who asks a number today. */
  async function bobAsks(n: bigint) {
    const { tape, session, mallory } = await recorded();
    const asked = sealed(session, toBytes(n));
    const reply = bytes(await mallory.answer(asked));
    const plaintext = opened(session, reply);
    return { tape, asked, reply, plaintext };
  }

  /** What Bob found, if it is not what he waits for. */
  function bobExpects(n: bigint, { asked, reply, plaintext }: Awaited<ReturnType<typeof bobAsks>>): void {
    if (equalBytes(reply, asked)) expect.fail("Bob got his own message back");
    if (plaintext === null) expect.fail(`Bob could not open your ${reply.length} bytes under the session key; expected nonce (12) ‖ ciphertext (8) ‖ tag (16), without associated data`);
    if (plaintext.length !== 8) expect.fail(`Bob opened your box and found ${plaintext.length} bytes; expected a number of 8 bytes`);
    const got = toNumber(plaintext);
    const asBox = toNumber(asked);
    if (got === asBox - 1n || got === asBox) expect.fail(`Bob got ${got}, which comes from the first 8 bytes of his box, its nonce; the number is inside the box`);
    if (toNumber(plaintext.slice().reverse()) === n - 1n) expect.fail(`Bob got the 8 bytes of ${n - 1n} from right to left; expected the big one first`);
    if (got !== n - 1n) expect.fail(`Bob asked with the number ${n} and got ${got}; expected ${n - 1n}`);
  }

  describe("replayOldSession", () => {
    it(ticket, graded({}, async () => {
      const { tape, session, mallory } = await recorded();

      const first = bytes(await mallory.first);

      const at = tape.findIndex((message) => equalBytes(message, first));
      if (at === 2) return;
      if (at >= 0) expect.fail(`you sent Bob ${messages[at]}, message ${at + 1}, and he could not open it`);
      if (opened(session, first)) expect.fail("you sent Bob a box under the leaked session key; he opens tickets with his own long-term key, and could not open it");
      expect.fail(`Bob could not open the ${first.length} bytes that you sent first`);
    }));

    it("answers Bob's new challenge", graded({ worth: 2, needs: ticket }, async () => {
      // Below 2⁴⁸, and the last byte is not zero: what is special about other numbers is asked later.
      const n = BigInt(random.int(1, 2 ** 40)) * 256n + BigInt(random.int(1, 255));

      bobExpects(n, await bobAsks(n));
    }));

    it("answers when the number ends in a zero byte", graded({ needs: ticket }, async () => {
      for (const n of [BigInt(random.int(1, 2 ** 24)) * 256n, 0x10000n, 256n]) bobExpects(n, await bobAsks(n));
    }));

    it("does not send an answer from the tape", graded({ needs: ticket }, async () => {
      const n = BigInt(random.int(50_000, 2 ** 40));

      const { tape, reply, plaintext } = await bobAsks(n);

      const at = tape.findIndex((message) => equalBytes(message, reply));
      if (at >= 0) expect.fail(`Bob asked a new number, and you sent him ${messages[at]}, message ${at + 1} of the tape`);
      if (plaintext !== null && plaintext.length === 8 && toNumber(plaintext) === oldNumber - 1n) expect.fail("Bob asked a new number, and you answered with last year's");
      if (plaintext === null && reply.length !== 8) expect.fail(`your ${reply.length} bytes are not from the tape, but no answer either: Bob could not open them`);
    }));
  });
});
