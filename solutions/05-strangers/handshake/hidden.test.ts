import type * as Exercise from "../../../exercises/05-strangers/handshake/answer.js";
import { createHash, createPrivateKey, createPublicKey, diffieHellman, hkdfSync, sign, verify } from "node:crypto";
import { equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, record, refuses, suite } from "#suite";

interface Client {
  hello(): Promise<unknown>;
  finish(reply: Uint8Array): Promise<unknown>;
}

interface Server {
  reply(hello: Uint8Array): Promise<unknown>;
  key(): Promise<unknown>;
}

/** What stands before 32 raw bytes in the format of RFC 8410 §7 and §4: X25519 is 6e, Ed25519 is 70. */
const secretKey = (kind: "6e" | "70", raw: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([Buffer.from(`302e020100300506032b65${kind}04220420`, "hex"), raw]), format: "der", type: "pkcs8" });
const publicKey = (kind: "6e" | "70", raw: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([Buffer.from(`302a300506032b65${kind}032100`, "hex"), raw]), format: "der", type: "spki" });
const publicOf = (kind: "6e" | "70", secret: Uint8Array) =>
  Uint8Array.from(createPublicKey(secretKey(kind, secret)).export({ format: "der", type: "spki" }).subarray(-32));
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
const signed = (said: Uint8Array) => Buffer.concat([Buffer.from("session-keys v1 \x09handshake"), said]);

/** Another program, OpenSSL by way of node:crypto. */
function keyElsewhere(secret: Uint8Array, theirs: Uint8Array, said: Uint8Array): Uint8Array {
  const shared = diffieHellman({ privateKey: secretKey("6e", secret), publicKey: publicKey("6e", theirs) });
  const info = Buffer.concat([Buffer.from("session-keys handshake v1"), createHash("sha256").update(said).digest()]);
  return new Uint8Array(hkdfSync("sha256", shared, "", info, 32));
}

const replyElsewhere = (signSecret: Uint8Array, share: Uint8Array, hello: Uint8Array): Uint8Array =>
  joined(share, sign(null, signed(joined(hello, share)), secretKey("70", signSecret)));

export const claims = suite<typeof Exercise>((answer, { random }) => {
  const fresh = "fresh keys, both ways, with an independent program";

  const pair = (kind: "6e" | "70") => {
    const secret = random.bytes(32);
    return { secret, public: publicOf(kind, secret) };
  };

  async function clientFor(serverKey: Uint8Array): Promise<Client> {
    const client: unknown = await answer.makeClient(serverKey);
    record(client, ["hello", "finish"]);
    return client as Client;
  }

  async function serverWith(signSecret: Uint8Array): Promise<Server> {
    const server: unknown = await answer.makeServer(signSecret);
    record(server, ["reply", "key"]);
    return server as Server;
  }

  describe("a handshake", () => {
    it(fresh, graded({ worth: 2 }, async () => {
      for (let n = 0; n < 3; n++) {
        const [bob, ephemeral] = [pair("70"), pair("6e")];
        const client = await clientFor(bob.public);
        const hello = bytes(await client.hello(), 32);
        const key = bytes(await client.finish(replyElsewhere(bob.secret, ephemeral.public, hello)), 32);
        expect(key, "the client, with a server of OpenSSL").to.equalBytes(keyElsewhere(ephemeral.secret, hello, joined(hello, ephemeral.public)));

        const server = await serverWith(bob.secret);
        const reply = bytes(await server.reply(ephemeral.public), 96);
        const [share, signature] = [reply.subarray(0, 32), reply.subarray(32)];
        const said = joined(ephemeral.public, share);
        if (!verify(null, signed(said), publicKey("70", bob.public), signature)) expect.fail("OpenSSL refuses the server's signature");
        expect(bytes(await server.key(), 32), "the server, with a client of OpenSSL").to.equalBytes(keyElsewhere(ephemeral.secret, share, said));
      }
    }));

    it("beats our Mallory, who changes one side only", graded({ worth: 2, needs: fresh }, async () => {
      const [bob, mallory] = [pair("70"), pair("6e")];
      const toClient = await clientFor(bob.public);
      const reply = bytes(await (await serverWith(bob.secret)).reply(bytes(await toClient.hello(), 32)), 96);
      const swapped = joined(mallory.public, reply.subarray(32));
      await refuses(toClient.finish(swapped), "the server's ephemeral key was swapped, and the client went on");

      const toServer = await clientFor(bob.public);
      bytes(await toServer.hello(), 32);
      const forMallory = bytes(await (await serverWith(bob.secret)).reply(mallory.public), 96);
      await refuses(toServer.finish(forMallory), "the client's hello was swapped, and the client went on");

      const share = joined(mallory.public, sign(null, signed(mallory.public), secretKey("70", random.bytes(32))));
      await refuses((await clientFor(bob.public)).finish(share), "the reply was Mallory's own, and the client went on");
      for (let n = 0; n < 6; n++) {
        const client = await clientFor(bob.public);
        const changed = replyElsewhere(bob.secret, pair("6e").public, bytes(await client.hello(), 32));
        const at = n < 3 ? random.int(0, 31) : random.int(32, 95);
        changed[at] = (changed[at] ?? 0) ^ (1 << random.int(0, 7));
        await refuses(client.finish(changed), `one bit of byte ${at} of the reply was changed, and the client went on`);
      }
    }));

    it("throws on a reply of 0, 31, 32, 95 or 97 bytes", graded({ needs: fresh }, async () => {
      const bob = pair("70");
      for (const length of [0, 31, 32, 95, 97]) {
        const client = await clientFor(bob.public);
        const reply = replyElsewhere(bob.secret, pair("6e").public, bytes(await client.hello(), 32));
        const cut = length > 96 ? joined(reply, Uint8Array.of(0)) : reply.slice(0, length);
        await refuses(client.finish(cut), `the reply had ${length} bytes, and the client took it`);
      }
    }));

    it("refuses a server with another signing key", graded({ needs: fresh }, async () => {
      const [bob, stranger] = [pair("70"), pair("70")];
      const client = await clientFor(bob.public);
      const hello = bytes(await client.hello(), 32);
      await refuses(client.finish(bytes(await (await serverWith(stranger.secret)).reply(hello), 96)), "a stranger signed, and the client took him for Bob");
    }));

    it("two handshakes at once do not mix", graded({ needs: fresh }, async () => {
      const [bob, carol] = [pair("70"), pair("70")];
      const [toBob, toCarol] = [await clientFor(bob.public), await clientFor(carol.public)];
      const [atBob, atCarol] = [await serverWith(bob.secret), await serverWith(carol.secret)];
      const hellos = [bytes(await toBob.hello(), 32), bytes(await toCarol.hello(), 32)] as const;
      const fromCarol = bytes(await atCarol.reply(hellos[1]), 96);
      const fromBob = bytes(await atBob.reply(hellos[0]), 96);
      const keys = [bytes(await toBob.finish(fromBob), 32), bytes(await toCarol.finish(fromCarol), 32)] as const;
      expect(bytes(await atBob.key(), 32), "Bob's side").to.equalBytes(keys[0]);
      expect(bytes(await atCarol.key(), 32), "Carol's side").to.equalBytes(keys[1]);
      if (equalBytes(keys[0], keys[1])) expect.fail("two handshakes ended with the same key");
    }));
  });
});
