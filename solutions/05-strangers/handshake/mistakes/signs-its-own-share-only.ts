// hint: I played last week's reply to a new hello, and you took it: the signature covers only the server's half. Sign what both have said.
// caught by: refuses last week's reply
import { concatBytes } from "@noble/ciphers/utils.js";
import { ephemeral, sign, verify } from "../answer.js";

export function makeClient(serverKey: Uint8Array): { hello(): Uint8Array; finish(reply: Uint8Array): Uint8Array } {
  const mine = ephemeral();
  return {
    hello: () => mine.publicKey,
    finish(reply) {
      if (reply.length !== 96) throw new Error("a reply has 96 bytes");
      const share = reply.subarray(0, 32);
      if (!verify("handshake", share, reply.subarray(32), serverKey)) throw new Error("wrong signature");
      return mine.agree(share, concatBytes(mine.publicKey, share));
    },
  };
}

export function makeServer(signSecret: Uint8Array): { reply(hello: Uint8Array): Uint8Array; key(): Uint8Array } {
  const mine = ephemeral();
  let key = new Uint8Array(0);
  return {
    reply(hello) {
      key = Uint8Array.from(mine.agree(hello, concatBytes(hello, mine.publicKey)));
      return concatBytes(mine.publicKey, sign("handshake", mine.publicKey, signSecret));
    },
    key: () => key,
  };
}
