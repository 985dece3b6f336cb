// for learning, never for production: is this server the one that it says it is?
import { concatBytes, equalBytes, utf8ToBytes } from "@noble/ciphers/utils.js";
import { checkLeaf, finishedMac, hashOf, leafOf, reader, verify } from "@session-keys/kit/earlier.js";

export type Handshake = {
  /** Whole, with their header of 4 bytes. */
  messages: Uint8Array[];
  /** The server's handshake traffic secret, 32 bytes. */
  serverSecret: Uint8Array;
  /** The certificate of the CA that you trust. */
  ca: Uint8Array;
  host: string;
  /** Milliseconds since 1970. */
  now: number;
};

/** Returns nothing if the server is the one that it says it is; else throws as the statement says. */
export function checkServer(o: Handshake): void {
  throw new Error("not written yet");
}
