import type * as Exercise from "../../../exercises/08-mini-tls/finished/answer.js";
import { createHash, createHmac } from "node:crypto";
import { describe, it } from "mocha";
import { bytes, expect, graded, rfc8448, suite } from "#suite";

/** Another program: node:crypto. HKDF-Expand to 32 bytes is one HMAC, with a 1 at the end (RFC 5869 §2.3). */
function elsewhere(secret: Uint8Array, transcript: readonly Uint8Array[]): Uint8Array {
  const label = Buffer.from("tls13 finished");
  const info = Buffer.concat([Buffer.of(0, 32, label.length), label, Buffer.of(0)]);
  const finishedKey = createHmac("sha256", secret).update(info).update(Buffer.of(1)).digest();
  const hash = createHash("sha256").update(Buffer.concat([...transcript])).digest();
  return Uint8Array.from(createHmac("sha256", finishedKey).update(hash).digest());
}

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));

const trace = rfc8448();
const [serverHello] = trace.fromServer as [Uint8Array];
/** RFC 8448 §3: ClientHello, ServerHello, EncryptedExtensions, Certificate, CertificateVerify. */
const rfcTranscript = [
  trace.clientHello,
  serverHello.slice(5),
  hex("080000240022000a00140012001d00170018001901000101010201030104001c0002400100000000"),
  hex(
    "0b0001b9000001b50001b0308201ac30820115a003020102020102300d06092a864886f70d01010b0500300e310c300a06035504031303727361301e" +
    "170d3136303733303031323335395a170d3236303733303031323335395a300e310c300a0603550403130372736130819f300d06092a864886f70d01" +
    "0101050003818d0030818902818100b4bb498f8279303d980836399b36c6988c0c68de55e1bdb826d3901a2461eafd2de49a91d015abbc9a95137ace" +
    "6c1af19eaa6af98c7ced43120998e187a80ee0ccb0524b1b018c3e0b63264d449a6d38e22a5fda430846748030530ef0461c8ca9d9efbfae8ea6d1d0" +
    "3e2bd193eff0ab9a8002c47428a6d35a8d88d79f7f1e3f0203010001a31a301830090603551d1304023000300b0603551d0f0404030205a0300d0609" +
    "2a864886f70d01010b05000381810085aad2a0e5b9276b908c65f73a7267170618a54c5f8a7b337d2df7a594365417f2eae8f8a58c8f8172f9319cf3" +
    "6b7fd6c55b80f21a03015156726096fd335e5e67f2dbf102702e608ccae6bec1fc63a42a99be5c3eb7107c3c54e9b9eb2bd5203b1c3b84e0a8b2f759" +
    "409ba3eac9d91d402dcc0cc8f8961229ac9187b42b4de10000",
  ),
  hex(
    "0f000084080400805a747c5d88fa9bd2e55ab085a61015b7211f824cd484145ab3ff52f1fda8477b0b7abc90db78e2d33a5c141a078653fa6bef780c" +
    "5ea248eeaaa785c4f394cab6d30bbe8d4859ee511f602957b15411ac027671459e46445c9ea58c181e818e95b8c3fb0bf3278409d3be152a3da5043e" +
    "063dda65cdf5aea20d53dfacd42f74f3",
  ),
];
const rfc = {
  serverSecret: hex("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38"),
  serverMac: hex("9b9b141d906337fbd2cbdce71df4deda4ab42c309572cb7fffee5454b78f0718"),
  clientSecret: hex("b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"),
  clientMac: hex("a8ec436d677634ae525ac1fcebe11a039ec17694fac6e98527b642f2edd5ce61"),
};

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const agrees = "agrees with an independent program";

  const check = async (secret: Uint8Array, transcript: Uint8Array[], mac: Uint8Array): Promise<boolean> => {
    const said: unknown = await answer.checkFinished(secret, transcript, mac);
    if (typeof said !== "boolean") expect.fail(`checkFinished returned ${said === undefined ? "nothing" : `a ${typeof said}`}; expected true or false`);
    return said;
  };

  describe("finished", () => {
    it("makes both Finished of RFC 8448 §3", graded({ worth: 2 }, async () => {
      const server = bytes(await answer.finishedMac(rfc.serverSecret, rfcTranscript), 32);
      expect(server, "the server's Finished of RFC 8448 §3").to.equalBytes(rfc.serverMac);

      // The client's covers the server's Finished as well: its type (20), its length, its MAC.
      const longer = [...rfcTranscript, Uint8Array.of(20, 0, 0, 32), rfc.serverMac];
      const client = bytes(await answer.finishedMac(rfc.clientSecret, longer), 32);
      expect(client, "the client's Finished of RFC 8448 §3").to.equalBytes(rfc.clientMac);
      if (!(await check(rfc.clientSecret, longer, rfc.clientMac))) expect.fail("the client's Finished of RFC 8448 §3 was refused");
    }));

    it(agrees, graded({}, async () => {
      for (let n = 0; n < 6; n++) {
        const secret = random.bytes(32);
        const transcript = Array.from({ length: random.int(1, 6) }, () => random.bytes(random.int(0, 300)));
        const mac = elsewhere(secret, transcript);
        expect(bytes(await answer.finishedMac(secret, transcript), 32), "another program makes another MAC").to.equalBytes(mac);
        if (!(await check(secret, transcript, mac))) expect.fail("another program's MAC was refused");
        const at = random.int(0, 31);
        mac[at] = (mac[at] ?? 0) ^ (1 << random.int(0, 7));
        if (await check(secret, transcript, mac)) expect.fail(`one bit of byte ${at} was changed, and checkFinished said true`);
      }
    }));

    it("an empty transcript has a MAC too", graded({ needs: agrees }, async () => {
      const secret = random.bytes(32);
      const mac = bytes(await answer.finishedMac(secret, []), 32);
      expect(mac, "nobody has said anything yet: the hash is that of no bytes").to.equalBytes(elsewhere(secret, []));
    }));

    it("refuses a MAC of 33 bytes, and one under another secret", graded({ needs: agrees }, async () => {
      const [secret, transcript] = [random.bytes(32), [random.bytes(40)]];
      const mac = elsewhere(secret, transcript);
      if (await check(secret, transcript, Uint8Array.from([...mac, 0]))) expect.fail("the right MAC and one byte more was accepted");
      if (await check(secret, transcript, elsewhere(random.bytes(32), transcript))) expect.fail("a MAC under another secret was accepted");
      if (await check(secret, [...transcript, Uint8Array.of(1)], mac)) expect.fail("the MAC of a shorter transcript was accepted");
    }));
  });
});
