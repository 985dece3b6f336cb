import type * as Exercise from "../../../exercises/08-mini-tls/key-schedule/answer.js";
import { createHash, createHmac } from "node:crypto";
import { equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite } from "#suite";

const names = ["handshake", "clientHs", "serverHs", "master", "clientApp", "serverApp"] as const;
type Secrets = Readonly<Record<(typeof names)[number], Uint8Array>>;

const hmac = (key: Uint8Array, message: Uint8Array): Uint8Array => Uint8Array.from(createHmac("sha256", key).update(message).digest());

/** RFC 8446 §7.1 with node:crypto. Extract is an HMAC under the salt (RFC 5869 §2.2), expand to 32 bytes one HMAC with a 1 at the end (§2.3). */
function elsewhere(ecdhe: Uint8Array, helloHash: Uint8Array, serverHash: Uint8Array): Secrets {
  const [zeros, ofNothing] = [Buffer.alloc(32), createHash("sha256").digest()];
  const derive = (secret: Uint8Array, label: string, hash: Uint8Array): Uint8Array => {
    const full = Buffer.from(`tls13 ${label}`);
    return hmac(secret, Buffer.concat([Buffer.of(0, 32, full.length), full, Buffer.of(hash.length), hash, Buffer.of(1)]));
  };
  const early = hmac(zeros, zeros);
  const handshake = hmac(derive(early, "derived", ofNothing), ecdhe);
  const master = hmac(derive(handshake, "derived", ofNothing), zeros);
  return {
    handshake,
    clientHs: derive(handshake, "c hs traffic", helloHash),
    serverHs: derive(handshake, "s hs traffic", helloHash),
    master,
    clientApp: derive(master, "c ap traffic", serverHash),
    serverApp: derive(master, "s ap traffic", serverHash),
  };
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const fresh = "computes fresh values, against an independent program";

  async function secretsOf(ecdhe: Uint8Array, helloHash: Uint8Array, serverHash: Uint8Array): Promise<Secrets> {
    const secrets: unknown = await answer.keySchedule(ecdhe, helloHash, serverHash);
    const made = record(secrets, names);
    return Object.fromEntries(names.map((name) => [name, bytes(made[name], 32)])) as unknown as Secrets;
  }

  const oneBit = (hash: Uint8Array): Uint8Array => {
    const [changed, at] = [hash.slice(), random.int(0, 31)];
    changed[at] = (changed[at] ?? 0) ^ (1 << random.int(0, 7));
    return changed;
  };

  describe("keySchedule", () => {
    it(fresh, graded({ worth: 2 }, async () => {
      for (let n = 0; n < 5; n++) {
        const [ecdhe, helloHash, serverHash] = [random.bytes(32), random.bytes(32), random.bytes(32)];
        const right = elsewhere(ecdhe, helloHash, serverHash);
        const secrets = await secretsOf(ecdhe.slice(), helloHash.slice(), serverHash.slice());
        for (const name of names) expect(secrets[name], `another program computes another ${name}`).to.equalBytes(right[name]);
      }
    }));

    it("one bit in a hash changes all keys below it, and none above", graded({ needs: fresh }, async () => {
      const [ecdhe, helloHash, serverHash] = [random.bytes(32), random.bytes(32), random.bytes(32)];
      const before = await secretsOf(ecdhe, helloHash, serverHash);
      const changes: [string, Secrets, readonly string[]][] = [
        ["helloHash", await secretsOf(ecdhe, oneBit(helloHash), serverHash), ["clientHs", "serverHs"]],
        ["serverHash", await secretsOf(ecdhe, helloHash, oneBit(serverHash)), ["clientApp", "serverApp"]],
        ["ecdhe", await secretsOf(oneBit(ecdhe), helloHash, serverHash), names],
      ];
      for (const [what, after, wanted] of changes) {
        const changed = names.filter((name) => !equalBytes(before[name], after[name]));
        expect(changed, `one bit of ${what} changed ${changed.join(", ") || "nothing"}; expected ${wanted.join(", ")}`).to.deep.equal([...wanted]);
      }
    }));

    it("does not change its inputs", graded({ needs: fresh }, async () => {
      const inputs = [random.bytes(32), random.bytes(32), random.bytes(32)] as const;
      const copies = inputs.map((input) => input.slice());
      await secretsOf(...inputs);
      inputs.forEach((input, at) => {
        expect(input, `input ${at + 1} was changed`).to.equalBytes(copies[at] as Uint8Array);
      });
    }));
  });
});
