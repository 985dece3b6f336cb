import type * as Exercise from "../../../exercises/09-capstone/check-server/answer.js";
import { createHash, createHmac, createPrivateKey, sign } from "node:crypto";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { describe, it } from "mocha";
import { expect, graded, suite, tls } from "#suite";

const now = Date.UTC(2024, 4, 17, 12);
const year = 365 * 86_400_000;

/** The server's proofs by way of OpenSSL (RFC 8446 §4.4.3, §4.4.4). */
const ours = {
  hash: (messages: readonly Uint8Array[]): Buffer => createHash("sha256").update(Buffer.concat(messages)).digest(),
  signature(secret: Uint8Array, messages: readonly Uint8Array[]): Uint8Array {
    const key = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), secret]), format: "der", type: "pkcs8" });
    return Uint8Array.from(sign(null, Buffer.concat([Buffer.from(`${" ".repeat(64)}TLS 1.3, server CertificateVerify\0`), ours.hash(messages)]), key));
  },
  mac(secret: Uint8Array, messages: readonly Uint8Array[]): Uint8Array {
    // HKDF-Expand of one block is one HMAC (RFC 5869 §2.3).
    const key = createHmac("sha256", secret).update(Buffer.from("00200e746c7331332066696e69736865640001", "hex")).digest();
    return Uint8Array.from(createHmac("sha256", key).update(ours.hash(messages)).digest());
  },
};

export const claims = suite<typeof Exercise>((answer, { random }) => {
  function town(host = "bob.test") {
    const [caSecret, bobs, mallorys] = [random.bytes(32), random.bytes(32), random.bytes(32)];
    const by = { issuer: "Course CA", signSecret: caSecret, now };
    const ca = tls.certificate({ subject: "Course CA", key: ed25519.getPublicKey(caSecret), ...by });
    const shop: tls.Shop = { scheme: 0x0807, host, ca, signSecret: bobs, certificate: tls.certificate({ subject: host, key: ed25519.getPublicKey(bobs), host, ...by }) };
    const flight = (twist: tls.Twist = {}): tls.Flight => {
      const hello = tls.clientHello({ random: random.bytes(32), sessionId: random.bytes(32), host, share: x25519.getPublicKey(random.bytes(32)), suites: [0x1303] });
      return tls.answerHello(shop, hello, random.pick([0x1303, 0x1301] as const), random.bytes(64), twist);
    };
    const judge = async (messages: readonly Uint8Array[], serverSecret: Uint8Array, at = now): Promise<string | undefined> => {
      try {
        await answer.checkServer({ messages: messages.map((message) => message.slice()), serverSecret, ca, host, now: at });
        return undefined;
      } catch (error) {
        if (error instanceof Error && error.name === "AnswerThrew") return error.message;
        throw error;
      }
    };
    return { shop, bobs, mallorys, caSecret, flight, judge };
  }

  const expectRefused = (said: string | undefined, word: string, what: string): void => {
    if (!said?.startsWith(word)) expect.fail(`${what} ${said === undefined ? "was accepted" : `was refused with "${said}"`}; expected an Error that begins with ${word}`);
  };

  describe("checkServer", () => {
    it("accepts fresh handshakes, signed by an independent program", graded({ worth: 2 }, async () => {
      for (const host of ["bob.test", "BOB.test", `${random.pick(["a", "b"])}.shop.test`]) {
        const { bobs, flight, judge } = town(host);
        const { messages, serverHs } = flight();
        const proof = ours.signature(bobs, messages.slice(0, 4));
        const again = [...messages.slice(0, 4), tls.message(15, tls.u16(0x0807), tls.vec(2, proof))];
        again.push(tls.message(20, ours.mac(serverHs, again)));

        const said = await judge(again, serverHs);

        if (said !== undefined) expect.fail(`an honest server of ${host} was refused: "${said}"`);
      }
    }));

    it("refuses a stranger's certificate", graded({}, async () => {
      const { mallorys, flight, judge } = town();
      const forged = tls.certificate({ subject: "bob.test", issuer: "Course CA", key: ed25519.getPublicKey(mallorys), signSecret: mallorys, host: "bob.test", now });
      const { messages, serverHs } = flight({ certificate: forged, signSecret: mallorys });

      expectRefused(await judge(messages, serverHs), "unknown_ca", "a certificate that Mallory signed herself");
    }));

    it("refuses a signature made by a client", graded({}, async () => {
      const { flight, judge } = town();
      const { messages, serverHs } = flight({ signOver: (heard) => tls.toBeSigned(heard, "TLS 1.3, client CertificateVerify") });

      expectRefused(await judge(messages, serverHs), "decrypt_error", "a signature of Bob's, made in the role of a client,");
    }));

    it("gives the right reason each time", graded({}, async () => {
      const { flight, judge, mallorys } = town();
      const cases: [string, string, tls.Twist, number?][] = [
        ["certificate_expired", "a certificate two years old", {}, now + 2 * year],
        ["illegal_parameter", "the scheme 0x0804", { scheme: 0x0804 }],
        ["certificate_expired", "an old certificate and a wrong signature", { signSecret: mallorys }, now + 2 * year],
        ["illegal_parameter", "the scheme 0x0403 and a wrong Finished", { scheme: 0x0403, mac: () => random.bytes(32) }],
        ["decrypt_error", "a Finished without a MAC", { mac: () => new Uint8Array(0) }],
        ["decrypt_error", "a MAC with one byte too many", { mac: (secret, heard) => Uint8Array.from([...tls.finishedMac(secret, heard), 0]) }],
        ["unexpected_message", "a seventh message", { order: [8, 11, 15, 20, 4] }],
        ["unexpected_message", "a handshake without EncryptedExtensions", { order: [11, 15, 20] }],
      ];
      for (const [word, what, twist, at] of cases) {
        const { messages, serverHs } = flight(twist);
        expectRefused(await judge(messages, serverHs, at), word, what);
      }
    }));

    it("refuses any single changed bit", graded({}, async () => {
      const { flight, judge } = town();
      const { messages, serverHs } = flight();
      // That it can say yes.
      if ((await judge(messages, serverHs)) !== undefined) expect.fail("an honest server was refused");

      for (let round = 0; round < 60; round += 1) {
        const which = round % 6;
        const changed = messages.map((message) => message.slice());
        const message = changed[which] as Uint8Array;
        // Nothing but the reader of the stream looks at the length in Finished.
        const at = which === 5 ? random.pick([0, ...Array.from({ length: 32 }, (_, i) => 4 + i)]) : random.int(0, message.length - 1);
        message[at] = (message[at] ?? 0) ^ (1 << random.int(0, 7));
        if ((await judge(changed, serverHs)) === undefined) expect.fail(`a bit in byte ${at} of message ${which + 1} was changed, and you were content`);
      }
    }));
  });
});
