// hint: Your request went over the wire as it is, and Eve read it. Seal it, under the keys that you have just set.
// caught by: gets a page from an honest server
import { concatBytes } from "@noble/ciphers/utils.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { clientHello } from "../../client-hello/answer.js";
import { checkServer } from "../../check-server/answer.js";
import { type Client, type Options, finishedMac, keySchedule, message, textOf, walk } from "@session-keys/kit/client.js";
import { direction } from "../answer.js";

export function makeClient(o: Options): Client {
  return walk(o, { clientHello, checkServer }, {
    afterServerHello(c) {
      c.reading = direction(c.suite, c.secrets.serverHs);
      c.writing = direction(c.suite, c.secrets.clientHs);
    },
    sendFinished(c) {
      return c.writing.seal(22, message(20, finishedMac(c.secrets.clientHs, c.messages)));
    },
    switchToPage(c, request) {
      c.secrets = keySchedule(c.ecdhe, c.helloHash, sha256(concatBytes(...c.messages)));
      c.reading = direction(c.suite, c.secrets.serverApp);
      c.writing = direction(c.suite, c.secrets.clientApp);
      return request;
    },
    takeData(c, type, body) {
      if (type === 23) c.data.push(body);
      if (type === 21) c.isComplete = true;
    },
    closed(c) {
      if (!c.isComplete) throw new Error("truncated: the server never said that this was all");
      return textOf(c);
    },
  });
}
