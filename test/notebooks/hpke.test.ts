import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { randomBytes } from "@noble/ciphers/utils.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { expect } from "chai";
import { transform } from "esbuild";
import { describe, it } from "mocha";
import { textOf } from "../docs/commands.js";

interface Bonus {
  sharedSecretOf(dh: Uint8Array, enc: Uint8Array, receiver: Uint8Array): Uint8Array;
  keySchedule(sharedSecret: Uint8Array, info: Uint8Array): { key: Uint8Array; nonce: Uint8Array };
}

/** The notebook's helpers with the solution of teaching.md, as one module. */
async function bonus(): Promise<Bonus> {
  const { cells } = JSON.parse(textOf("notebooks/05-strangers.ipynb")) as { cells: { id: string; source: string[] }[] };
  const helpers = cells.find(({ id }) => id === "hpke-labels")?.source.join("") ?? "";
  const solution = /## The bonus, solved\n\n```ts\n([\s\S]+?)^```$/m.exec(textOf("solutions/05-strangers/teaching.md"))?.[1] ?? "";
  const imports = ["hashes/sha2.js", "hashes/utils.js"].map((path) => `import * as m${path.length} from "${import.meta.resolve(`@noble/${path}`)}";`);
  const names = "const { sha256 } = m14; const { concatBytes, utf8ToBytes } = m15;";
  const text = `${imports.join("\n")}\n${names}\n${helpers.replace("@noble/hashes/hkdf.js", import.meta.resolve("@noble/hashes/hkdf.js"))}\n${solution}\nexport { sharedSecretOf, keySchedule };`;
  const { code } = await transform(text, { loader: "ts" });
  return (await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`)) as Bonus;
}

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });
const buffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer as ArrayBuffer;
const text = new TextEncoder().encode("a session key");
const info = new TextEncoder().encode("session-keys");

describe("the HPKE bonus of lesson 5, solved", () => {
  it("opens what another program sealed", async () => {
    const { sharedSecretOf, keySchedule } = await bonus();
    const { secretKey, publicKey } = x25519.keygen();
    const sender = await suite.createSenderContext({ recipientPublicKey: await suite.kem.deserializePublicKey(buffer(publicKey)), info: buffer(info) });
    const sealed = new Uint8Array(await sender.seal(buffer(text)));
    const enc = new Uint8Array(sender.enc);
    const { key, nonce } = keySchedule(sharedSecretOf(x25519.getSharedSecret(secretKey, enc), enc, publicKey), info);
    expect(chacha20poly1305(key, nonce).decrypt(sealed)).to.deep.equal(text);
  });

  it("seals what another program opens", async () => {
    const { sharedSecretOf, keySchedule } = await bonus();
    const recipient = await suite.kem.generateKeyPair();
    const receiver = new Uint8Array(await suite.kem.serializePublicKey(recipient.publicKey));
    const ephemeral = randomBytes(32);
    const enc = x25519.getPublicKey(ephemeral);
    const { key, nonce } = keySchedule(sharedSecretOf(x25519.getSharedSecret(ephemeral, receiver), enc, receiver), info);
    const opened = await suite.open(
      { recipientKey: recipient.privateKey, enc: buffer(enc), info: buffer(info) },
      buffer(chacha20poly1305(key, nonce).encrypt(text)),
    );
    expect(new Uint8Array(opened)).to.deep.equal(text);
  });
});
