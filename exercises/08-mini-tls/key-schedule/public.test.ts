import type * as Label from "../../07-key-families/expand-label/answer.js";
import type * as Exercise from "./answer.js";
import { bytesToHex, concatBytes, equalBytes, hexToBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, suite } from "#suite";

/** RFC 8448 §3: what goes in. */
const rfc = {
  ecdhe: hexToBytes("8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d"),
  helloHash: hexToBytes("860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8"),
  serverHash: hexToBytes("9608102a0f1ccc6db6250b7b7e417b1a000eaada3daae4777a7686c9ff83df13"),
};

/** RFC 8448 §3: what comes out. */
const expected = {
  handshake: hexToBytes("1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac"),
  clientHs: hexToBytes("b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"),
  serverHs: hexToBytes("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38"),
  master: hexToBytes("18df06843d13a08bf2a449844c5f8a478001bc4d4c627984d5a41da8d0402919"),
  clientApp: hexToBytes("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"),
  serverApp: hexToBytes("a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643"),
};

type Name = keyof typeof expected;
const names = Object.keys(expected) as Name[];

const short = (secret: Uint8Array): string => bytesToHex(secret.subarray(0, 4));

/** Where to look. The values between are of RFC 8448 §3 too. */
const leads: Readonly<Record<Name, string>> = {
  handshake: "does your early begin 33ad0a1c, and what is derived from it 6f2615a1?",
  clientHs: "handshake is right, so look at this line's label and hash",
  serverHs: "handshake is right, so look at this line's label and hash",
  master: "handshake is right; does what is derived from it begin 43de77e0?",
  clientApp: "master is right, so look at this line's secret, label and hash",
  serverApp: "master is right, so look at this line's secret, label and hash",
};

const none = new Uint8Array(0);
const zeros = new Uint8Array(32);
const ofNothing = sha256(none);

/** RFC 8446 §7.1, Derive-Secret from the hash on. */
function derived(secret: Uint8Array, name: string, hash = ofNothing): Uint8Array {
  const label = utf8ToBytes(`tls13 ${name}`);
  return expand(sha256, secret, concatBytes(Uint8Array.of(0, 32, label.length), label, Uint8Array.of(hash.length), hash), 32);
}

/** What a wrong secret of the trunk was made of. */
function guessesAt(name: Name): readonly (readonly [string, Uint8Array])[] {
  const early = extract(sha256, zeros, zeros);
  const twice = 'your label is "tls13 derived"; hkdfExpandLabel puts "tls13 " in front by itself';
  const turned = "secret and salt are turned round; noble's order is extract(sha256, secret, salt)";
  if (name === "handshake") {
    return [
      [twice, extract(sha256, rfc.ecdhe, derived(early, "tls13 derived"))],
      [turned, extract(sha256, derived(early, "derived"), rfc.ecdhe)],
      ["what is derived from early takes the hash of nothing, and you gave helloHash", extract(sha256, rfc.ecdhe, derived(early, "derived", rfc.helloHash))],
    ];
  }
  if (name !== "master") return [];
  return [
    [twice, extract(sha256, zeros, derived(expected.handshake, "tls13 derived"))],
    [turned, extract(sha256, derived(expected.handshake, "derived"), zeros)],
    ["its salt is derived from handshake, and yours from early", extract(sha256, zeros, derived(early, "derived"))],
    ["what is derived from handshake takes the hash of nothing, and you gave helloHash", extract(sha256, zeros, derived(expected.handshake, "derived", rfc.helloHash))],
    ["it is extracted from 32 zero bytes, and you gave the hash of nothing", extract(sha256, ofNothing, derived(expected.handshake, "derived"))],
  ];
}

export const claims = suite<typeof Exercise>((answer, { random, given }) => {
  const handshake = "computes the handshake secret of RFC 8448";
  const clientHs = "computes the client's handshake traffic secret of RFC 8448";
  const serverHs = "computes the server's handshake traffic secret of RFC 8448";
  const master = "computes the master secret of RFC 8448";
  const clientApp = "computes the client's application traffic secret of RFC 8448";
  const serverApp = "computes the server's application traffic secret of RFC 8448";

  async function rfcGives(name: Name): Promise<void> {
    const secrets: unknown = await answer.keySchedule(rfc.ecdhe.slice(), rfc.helloHash.slice(), rfc.serverHash.slice());
    const secret = bytes(record(secrets, [name])[name], 32);
    const twin = names.find((other) => other !== name && equalBytes(expected[other], secret));
    const [guess] = guessesAt(name).find(([, made]) => equalBytes(made, secret)) ?? [];
    const lead = twin === undefined ? (guess ?? leads[name]) : `that is the RFC's ${twin}`;
    expect(secret, `the RFC's ${name} begins ${short(expected[name])}, yours ${short(secret)}: ${lead}`).to.equalBytes(expected[name]);
  }

  describe("keySchedule", () => {
    it(handshake, graded({ worth: 2 }, () => rfcGives("handshake")));
    it(clientHs, graded({ needs: handshake }, () => rfcGives("clientHs")));
    it(serverHs, graded({ needs: handshake }, () => rfcGives("serverHs")));
    it(master, graded({ needs: handshake }, () => rfcGives("master")));
    it(clientApp, graded({ needs: master }, () => rfcGives("clientApp")));
    it(serverApp, graded({ needs: master }, () => rfcGives("serverApp")));

    it("computes fresh secrets with your own hkdfExpandLabel of lesson 7", graded({ needs: [clientHs, serverHs, clientApp, serverApp], uses: "07-key-families/expand-label" }, async () => {
      const own = given.uses<typeof Label>("07-key-families/expand-label");
      const derive = async (secret: Uint8Array, label: string, hash: Uint8Array): Promise<Uint8Array> => bytes(await own.hkdfExpandLabel(secret, label, hash, 32), 32);
      const [ecdhe, helloHash, serverHash] = [random.bytes(32), random.bytes(32), random.bytes(32)];

      const secrets: unknown = await answer.keySchedule(ecdhe.slice(), helloHash.slice(), serverHash.slice());
      const early = extract(sha256, zeros, zeros);
      const trunk = extract(sha256, ecdhe, await derive(early, "derived", ofNothing));
      const top = extract(sha256, zeros, await derive(trunk, "derived", ofNothing));
      const right: Record<Name, Uint8Array> = {
        handshake: trunk,
        clientHs: await derive(trunk, "c hs traffic", helloHash),
        serverHs: await derive(trunk, "s hs traffic", helloHash),
        master: top,
        clientApp: await derive(top, "c ap traffic", serverHash),
        serverApp: await derive(top, "s ap traffic", serverHash),
      };

      for (const name of names) {
        const secret = bytes(record(secrets, names)[name], 32);
        expect(secret, `with fresh values, ${name} by way of your own hkdfExpandLabel begins ${short(right[name])}, what you returned ${short(secret)}`).to.equalBytes(right[name]);
      }
    }));
  });
});
