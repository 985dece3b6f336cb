// for learning, never for production: a TLS 1.3 client
import { concatBytes } from "@noble/ciphers/utils.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Client, Connection, Direction, Options } from "@session-keys/kit/client.js";
import { finishedMac, keySchedule, message } from "@session-keys/kit/client.js";
import { textOf, trafficKeys, walk } from "@session-keys/kit/client.js";
import { clientHello } from "../client-hello/answer.js";
import { makeDirection } from "../record/answer.js";
import { checkServer } from "../check-server/answer.js";

/** Turns a traffic secret into key and iv, and those into one direction of the channel. */
export function direction(suite: Connection["suite"], secret: Uint8Array): Direction {
  const { key, iv } = trafficKeys(secret, suite === 0x1303 ? 32 : 16);
  return makeDirection(suite, key, iv);
}

/**
 * A client for one page. `start` gives the first record; `receive` takes one record of the server's,
 * and says what to send.
 */
export function makeClient(o: Options, parts = { clientHello, checkServer }): Client {
  return walk(o, parts, {
    // 1. ServerHello has come.
    afterServerHello(c) {
      c.reading = direction(c.suite, c.secrets.serverHs);
      c.writing = direction(c.suite, c.secrets.clientHs);
    },
    // 2. The server's Finished has come, and checkServer is content.
    sendFinished(c) {
      return c.writing.seal(22, message(20, finishedMac(c.secrets.clientHs, c.messages)));
    },
    // 3. Your Finished is on its way.
    switchToPage(c, request) {
      c.secrets = keySchedule(c.ecdhe, c.helloHash, sha256(concatBytes(...c.messages)));
      c.reading = direction(c.suite, c.secrets.serverApp);
      c.writing = direction(c.suite, c.secrets.clientApp);
      return c.writing.seal(23, request);
    },
    // 4. A record has come and was opened.
    takeData(c, type, body) {
      if (type === 23) c.data.push(body);
      if (type === 21) c.isComplete = true; // close_notify
    },
    // 5. The line is closed.
    closed(c) {
      if (!c.isComplete) throw new Error("truncated: the server never said that this was all");
      return textOf(c);
    },
  });
}
