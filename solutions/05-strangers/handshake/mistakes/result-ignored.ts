// hint: The signature did not fit these two halves, and you went on. verify answers true or false: look at its answer, and throw.
// caught by: beats your own Mallory of lesson 4
import { concatBytes } from "@noble/ciphers/utils.js";
import { ephemeral, verify } from "../answer.js";

export { makeServer } from "../answer.js";

export function makeClient(serverKey: Uint8Array): { hello(): Uint8Array; finish(reply: Uint8Array): Uint8Array } {
  const mine = ephemeral();
  return {
    hello: () => mine.publicKey,
    finish(reply) {
      if (reply.length !== 96) throw new Error("a reply has 96 bytes");
      const said = concatBytes(mine.publicKey, reply.subarray(0, 32));
      verify("handshake", said, reply.subarray(32), serverKey);
      return mine.agree(reply.subarray(0, 32), said);
    },
  };
}
