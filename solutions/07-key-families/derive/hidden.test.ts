import type * as Exercise from "../../../exercises/07-key-families/derive/answer.js";
import { hkdfSync } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite } from "#suite";

interface Keys {
  readonly enc: Uint8Array;
  readonly mac: Uint8Array;
  readonly iv: Uint8Array;
}

/** Another program, OpenSSL by way of node:crypto (RFC 5869 §2). */
const elsewhere = (master: Uint8Array, session: Uint8Array, use: string, length: number): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", master, session, `session-keys v1 ${use}`, length));

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const agrees = "agrees with an independent program";

  async function keysOf(master: Uint8Array, session: Uint8Array): Promise<Keys> {
    const keys = record(await answer.deriveKeys(master, session), ["enc", "mac", "iv"]);
    return { enc: bytes(keys.enc, 32), mac: bytes(keys.mac, 32), iv: bytes(keys.iv, 12) };
  }

  describe("deriveKeys", () => {
    it(agrees, graded({ worth: 2 }, async () => {
      for (let n = 0; n < 6; n++) {
        const [master, session] = [random.bytes(32), random.bytes(16)];
        const keys = await keysOf(master, session);
        for (const [name, length] of [["enc", 32], ["mac", 32], ["iv", 12]] as const) {
          expect(keys[name]).to.equalBytes(elsewhere(master, session, name, length), `OpenSSL derives another ${name}`);
        }
      }
    }));

    it("nearby session ids give unrelated keys", graded({}, async () => {
      const master = random.bytes(32);
      const session = random.bytes(16);
      const first = await keysOf(master, session);
      for (let at = 0; at < 16; at++) {
        const near = session.map((byte, index) => (index === at ? byte ^ 1 : byte));
        const { enc } = await keysOf(master, near);
        const differing = enc.reduce((sum, byte, index) => sum + (((byte ^ first.enc[index]) as number).toString(2).match(/1/g)?.length ?? 0), 0);
        // Of 256 bits about half differ; fewer than 64, by chance, never.
        if (differing < 64) expect.fail(`one bit of byte ${at} of the session id changed, and only ${differing} of 256 bits of enc`);
      }
    }));

    it("does not change its inputs", graded({ needs: agrees }, async () => {
      const [master, session] = [random.bytes(32), random.bytes(16)];
      const [masterBefore, sessionBefore] = [master.slice(), session.slice()];
      await keysOf(master, session);
      expect(master).to.equalBytes(masterBefore, "the master was changed");
      expect(session).to.equalBytes(sessionBefore, "the session id was changed");
    }));
  });
});
