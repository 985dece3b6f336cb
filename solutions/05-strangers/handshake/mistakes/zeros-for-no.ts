// hint: Mallory's reply was wrong, and you returned a key of zeros. The caller would seal with it, and anyone could read. Throw instead.
// caught by: beats your own Mallory of lesson 4
import { concatBytes } from "@noble/ciphers/utils.js";
import { ephemeral, verify } from "../answer.js";

export { makeServer } from "../answer.js";

export function makeClient(serverKey: Uint8Array): { hello(): Uint8Array; finish(reply: Uint8Array): Uint8Array } {
  const mine = ephemeral();
  return {
    hello: () => mine.publicKey,
    finish(reply) {
      const said = concatBytes(mine.publicKey, reply.subarray(0, 32));
      if (reply.length !== 96 || !verify("handshake", said, reply.subarray(32), serverKey)) return new Uint8Array(32);
      return mine.agree(reply.subarray(0, 32), said);
    },
  };
}
