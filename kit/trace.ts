/** RFC 8448 §3 for notebooks. In types of our own, because the grader's declarations are not handed out. */
import { rfc8448 as trace } from "../grader/suite/rfc8448.js";

/** One connection of 2017. Records are whole, with their header of 5 bytes. */
export interface Trace {
  /** The message, with its header of 4 bytes. */
  readonly clientHello: Uint8Array;
  /** The client's X25519 secret, 32 bytes. */
  readonly secretKey: Uint8Array;
  /** What the client says once the handshake is done, 50 bytes. */
  readonly request: Uint8Array;
  /** In the order in which they came: ServerHello, the sealed flight, a ticket, data, close_notify. */
  readonly fromServer: Uint8Array[];
  /** In the order in which they went, after ClientHello: Finished, data, close_notify. */
  readonly fromClient: Uint8Array[];
}

export const rfc8448 = (): Trace => trace();
