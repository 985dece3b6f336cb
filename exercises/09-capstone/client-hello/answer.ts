// for learning, never for production: the first message of TLS
import { concatBytes, utf8ToBytes } from "@noble/ciphers/utils.js";

/** A number from 0 to 255 as one byte. */
function u8(n: number): Uint8Array {
  return Uint8Array.of(n);
}

/** A number up to 65,535 as two bytes, the big one first. */
function u16(n: number): Uint8Array {
  return Uint8Array.of(n >> 8, n & 255);
}

/** All parts together, with their length in front; it takes `width` bytes (1, 2 or 3). */
function vec(width: number, ...parts: Uint8Array[]): Uint8Array {
  const content = concatBytes(...parts);
  const length = Uint8Array.of(content.length >> 16, (content.length >> 8) & 255, content.length & 255);
  return concatBytes(length.subarray(3 - width), content);
}

/** Extension 0: to whom you want to speak. */
function serverName(host: string): Uint8Array {
  return concatBytes(u16(0), vec(2, vec(2, u8(0), vec(2, utf8ToBytes(host)))));
}

/** Extension 10: on which curves you agree. X25519 alone. */
function groups(): Uint8Array {
  return concatBytes(u16(10), vec(2, vec(2, u16(0x001d))));
}

/** Extension 13: whose signatures you can check. Ed25519 alone. */
function signatures(): Uint8Array {
  return concatBytes(u16(13), vec(2, vec(2, u16(0x0807))));
}

export type Offer = {
  /** 32 bytes. */
  random: Uint8Array;
  /** At most 32 bytes. */
  sessionId: Uint8Array;
  host: string;
  /** Your X25519 public key, 32 bytes. */
  share: Uint8Array;
  /** Cipher suites by number, such as 0x1303. */
  suites: number[];
};

/** Returns the message, from its type byte on. */
export function clientHello(o: Offer): Uint8Array {
  throw new Error("not written yet");
}
