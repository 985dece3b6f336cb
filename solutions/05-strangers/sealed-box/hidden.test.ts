import type * as Exercise from "../../../exercises/05-strangers/sealed-box/answer.js";
import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from "node:crypto";
import { x25519 } from "@noble/curves/ed25519.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, refuses, suite } from "#suite";

/** What stands before 32 raw bytes in the format of RFC 8410 §7 and §4. */
const [secretHead, publicHead] = ["302e020100300506032b656e04220420", "302a300506032b656e032100"].map((hex) => Buffer.from(hex, "hex"));

/** Another program, OpenSSL by way of node:crypto. */
function sharedElsewhere(secret: Uint8Array, theirs: Uint8Array): Uint8Array {
  return diffieHellman({
    privateKey: createPrivateKey({ key: Buffer.concat([secretHead, secret]), format: "der", type: "pkcs8" }),
    publicKey: createPublicKey({ key: Buffer.concat([publicHead, theirs]), format: "der", type: "spki" }),
  });
}

function keyNonce(shared: Uint8Array, ephemeral: Uint8Array, bob: Uint8Array): [Uint8Array, Uint8Array] {
  const info = Buffer.concat([Buffer.from("session-keys sealed-box v1"), ephemeral, bob]);
  const okm = new Uint8Array(hkdfSync("sha256", shared, "", info, 44));
  return [okm.subarray(0, 32), okm.subarray(32)];
}

function sealedElsewhere(shared: Uint8Array, ephemeral: Uint8Array, bob: Uint8Array, message: Uint8Array): Uint8Array {
  const cipher = createCipheriv("chacha20-poly1305", ...keyNonce(shared, ephemeral, bob), { authTagLength: 16 });
  return Uint8Array.from(Buffer.concat([ephemeral, cipher.update(message), cipher.final(), cipher.getAuthTag()]));
}

function openedElsewhere(bobSecret: Uint8Array, bobPublic: Uint8Array, box: Uint8Array): Uint8Array {
  const [ephemeral, ciphertext, tag] = [box.subarray(0, 32), box.subarray(32, -16), box.subarray(-16)];
  try {
    const decipher = createDecipheriv("chacha20-poly1305", ...keyNonce(sharedElsewhere(bobSecret, ephemeral), ephemeral, bobPublic), { authTagLength: 16 });
    decipher.setAuthTag(tag);
    return Uint8Array.from(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
  } catch {
    expect.fail("OpenSSL could not open the box; expected ephemeral public key ‖ ciphertext ‖ tag, with key and nonce from HKDF");
  }
}

const hex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits, "hex"));

/** RFC 7748 §6.1. */
const rfc7748 = {
  alicePublic: hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"),
  bobSecret: hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"),
  bobPublic: hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"),
  shared: hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"),
};

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const bothWays = "fresh keys, both ways, with another program";

  const pair = () => {
    const secretKey = random.bytes(32);
    return { secretKey, publicKey: x25519.getPublicKey(secretKey) };
  };

  describe("a sealed box", () => {
    it(bothWays, graded({ worth: 2 }, async () => {
      const message = random.bytes(20);
      const known = sealedElsewhere(rfc7748.shared, rfc7748.alicePublic, rfc7748.bobPublic, message);
      expect(bytes(await answer.openWith(rfc7748.bobSecret, known)), "a box under the shared secret of RFC 7748 §6.1").to.equalBytes(message);
      for (let n = 0; n < 4; n++) {
        const [bob, ephemeral] = [pair(), pair()];
        const plain = random.bytes(random.int(1, 100));
        const box = sealedElsewhere(sharedElsewhere(ephemeral.secretKey, bob.publicKey), ephemeral.publicKey, bob.publicKey, plain);
        expect(bytes(await answer.openWith(bob.secretKey, box)), "a box that OpenSSL sealed").to.equalBytes(plain);

        const theirs = bytes(await answer.sealTo(bob.publicKey, plain), plain.length + 48);
        expect(openedElsewhere(bob.secretKey, bob.publicKey, theirs), "OpenSSL opened the box and read something else").to.equalBytes(plain);
      }
    }));

    it("another person's key throws", graded({ needs: bothWays }, async () => {
      const [bob, carol] = [pair(), pair()];
      const box = bytes(await answer.sealTo(bob.publicKey, random.bytes(32)), 80);
      await refuses(answer.openWith(carol.secretKey, box), "Carol's key opened a box for Bob");
      expect(bytes(await answer.openWith(bob.secretKey, box), 32).length, "Bob's key should open it").to.equal(32);
    }));

    it("seals 0 and 10,000 bytes", graded({ needs: bothWays }, async () => {
      for (const length of [0, 10_000]) {
        const bob = pair();
        const message = random.bytes(length);
        const box = bytes(await answer.sealTo(bob.publicKey, message), length + 48);
        expect(openedElsewhere(bob.secretKey, bob.publicKey, box), `OpenSSL, with a message of ${length} bytes`).to.equalBytes(message);
        expect(bytes(await answer.openWith(bob.secretKey, box)), `openWith, with a message of ${length} bytes`).to.equalBytes(message);
      }
    }));
  });
});
