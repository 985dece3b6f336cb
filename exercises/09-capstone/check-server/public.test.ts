import type * as Exercise from "./answer.js";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { expect, graded, suite, tls } from "#suite";

const now = Date.UTC(2024, 4, 17, 12);
const spaces = utf8ToBytes(" ".repeat(64));
const serversText = utf8ToBytes("TLS 1.3, server CertificateVerify");

/** What a wrong answer may take for the signed bytes or for Finished, each with the words for it. */
const misreadings: readonly [string, tls.Twist][] = [
  ["One that signs behind 64 zero bytes, instead of spaces, you accept", { signOver: (messages) => concatBytes(new Uint8Array(64), serversText, tls.u8(0), tls.transcriptHash(messages)) }],
  ["One that signs behind 64 bytes of 20, instead of 0x20, you accept", { signOver: (messages) => concatBytes(new Uint8Array(64).fill(20), serversText, tls.u8(0), tls.transcriptHash(messages)) }],
  ["One that signs with a client's text you accept", { signOver: (messages) => tls.toBeSigned(messages, "TLS 1.3, client CertificateVerify") }],
  ["One that leaves out the zero byte between text and hash you accept", { signOver: (messages) => concatBytes(spaces, serversText, tls.transcriptHash(messages)) }],
  ["One that signs the hash alone you accept", { signOver: (messages) => tls.transcriptHash(messages) }],
  ["One that leaves out the 64 spaces you accept", { signOver: (messages) => concatBytes(serversText, tls.u8(0), tls.transcriptHash(messages)) }],
  ["One that signs the messages, not their hash, you accept", { signOver: (messages) => concatBytes(spaces, serversText, tls.u8(0), ...messages) }],
  ["One that signs only up to EncryptedExtensions you accept", { signOver: (messages) => tls.toBeSigned(messages.slice(0, 3)) }],
  ["One whose Finished leaves out CertificateVerify you accept", { mac: (secret, messages) => tls.finishedMac(secret, messages.slice(0, 4)) }],
];

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const accepts = "accepts an honest server";

  /** Bob's shop, and Mallory, who has a certificate of her own for her own host, by the same CA. */
  function town() {
    const [caSecret, bobs, mallorys] = [random.bytes(32), random.bytes(32), random.bytes(32)];
    const by = { issuer: "Course CA", signSecret: caSecret, now };
    const ca = tls.certificate({ subject: "Course CA", key: ed25519.getPublicKey(caSecret), ...by });
    const certificateFor = (host: string, key: Uint8Array) => tls.certificate({ subject: host, key, host, ...by });
    const shop: tls.Shop = { scheme: 0x0807, host: "bob.test", ca, signSecret: bobs, certificate: certificateFor("bob.test", ed25519.getPublicKey(bobs)) };
    const hello = tls.clientHello({ random: random.bytes(32), sessionId: random.bytes(32), host: "bob.test", share: x25519.getPublicKey(random.bytes(32)), suites: [0x1303] });
    const chance = random.bytes(64);
    /** What the answer says of a server: the text of its error, or undefined when it is content. */
    const judge = async (twist: tls.Twist = {}): Promise<string | undefined> => {
      const { messages, serverHs } = tls.answerHello(shop, hello, 0x1303, chance, twist);
      try {
        await answer.checkServer({ messages: [...messages], serverSecret: serverHs, ca, host: "bob.test", now });
        return undefined;
      } catch (error) {
        if (error instanceof Error && error.name === "AnswerThrew") return error.message;
        throw error;
      }
    };
    /** An honest server, and one that has said nothing yet: whoever says the same to both has not looked. */
    const look = async (): Promise<void> => {
      const said = await judge();
      if (said !== undefined) expect.fail(`an honest server was refused: "${said}"`);
      await judge({ order: [] });
    };
    return { judge, look, mallorys, certificateFor };
  }

  function expectRefused(said: string | undefined, word: string, what: string): void {
    if (said === undefined) expect.fail(`${what}, and you were content; expected an Error that begins with ${word}`);
    if (!said.startsWith(word)) expect.fail(`${what}. You refused it with "${said}"; expected an Error that begins with ${word}`);
  }

  describe("checkServer", () => {
    it(accepts, graded({ worth: 2 }, async () => {
      const { judge } = town();

      const said = await judge();

      if (said === undefined) return;
      const accepted: string[] = [];
      for (const [words, twist] of misreadings) if ((await judge(twist)) === undefined) accepted.push(words);
      const which = said.startsWith("decrypt_error")
        ? ". If it was CertificateVerify: the signature stands behind the scheme and its own length, and the hash is of the four messages before it, for a signature cannot cover itself. If it was Finished: its MAC covers the five before it"
        : ". The types were 1, 2, 8, 11, 15 and 20. The certificate was for bob.test, and valid at o.now. The scheme was 0x0807; it stands behind the four bytes of the header";
      const otherwise = accepted.length > 0 ? "" : which;
      expect.fail(`an honest server was refused: "${said}"${accepted.map((words) => `. ${words}`).join("")}${otherwise}`);
    }));

    it("refuses a certificate for another host", graded({ needs: accepts }, async () => {
      const { judge, look, mallorys, certificateFor } = town();
      await look();

      const said = await judge({ certificate: certificateFor("mallory.test", ed25519.getPublicKey(mallorys)), signSecret: mallorys });

      expectRefused(said, "bad_certificate", "you wanted bob.test, and a server answered with a good certificate for mallory.test");
    }));

    it("refuses a server that shows Bob's certificate without Bob's key", graded({ worth: 2, needs: accepts }, async () => {
      const { judge, look, mallorys } = town();
      await look();

      const said = await judge({ signSecret: mallorys });

      expectRefused(said, "decrypt_error", "Mallory showed a copy of Bob's certificate, and signed with her own key");
    }));

    it("refuses a server that leaves out CertificateVerify", graded({ needs: accepts }, async () => {
      const { judge, look } = town();
      await look();

      const said = await judge({ order: [8, 11, 20] });

      expectRefused(said, "unexpected_message", "Mallory showed a copy of Bob's certificate, and left out CertificateVerify");
    }));

    it("refuses a wrong Finished", graded({ needs: accepts }, async () => {
      const { judge, look } = town();
      await look();

      const said = await judge({ mac: (secret, messages) => tls.finishedMac(secret, messages).map((byte, at) => (at === 31 ? byte ^ 1 : byte)) });

      expectRefused(said, "decrypt_error", "one bit of the server's Finished was wrong");
    }));

    it("refuses messages out of order", graded({ needs: accepts }, async () => {
      const { judge, look } = town();
      await look();

      const ticket = await judge({ order: [4, 11, 15, 20] });
      expectRefused(ticket, "unexpected_message", "where EncryptedExtensions should stand, the server sent a message of type 4");
      const said = await judge({ order: [8, 15, 11, 20] });

      expectRefused(said, "unexpected_message", "CertificateVerify came before Certificate");
    }));
  });
});
