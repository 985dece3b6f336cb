/** 100,000 server flights, each changed by chance (seeded), against the reference client of lesson 9: it neither hangs, nor crashes, nor accepts one. */
import { concatBytes } from "@noble/hashes/utils.js";
import { expect } from "chai";
import { describe, it } from "mocha";
import { seededRandom } from "../../grader/suite/random.js";
import * as tls from "../../grader/suite/tls-server.js";
import { referenceClient } from "../grader/suite/tls-client.js";

const flights = Number(process.env["FLIGHTS"] ?? 100_000);
const now = Date.UTC(2024, 4, 17, 12);
const words =
  /^(unexpected_message|bad_record_mac|record_overflow|handshake_failure|bad_certificate|certificate_expired|unknown_ca|illegal_parameter|decode_error|decrypt_error|protocol_version|missing_extension|unsupported_extension|alert \d+)\b/;

/** The same flight with one to three changes. Undefined if they cancel each other out. */
function changed(honest: Uint8Array, random: ReturnType<typeof seededRandom>): Uint8Array | undefined {
  let bytes = honest.slice();
  for (let left = random.int(1, 3); left > 0; left -= 1) {
    const at = random.int(0, Math.max(bytes.length - 1, 0));
    const size = random.int(1, 40);
    const how = random.int(0, 5);
    if (how <= 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(0, 7));
    else if (how === 2) bytes[at] = random.int(0, 255);
    else if (how === 3) bytes = concatBytes(bytes.subarray(0, at), bytes.subarray(at + size));
    else if (how === 4) bytes = concatBytes(bytes.subarray(0, at), random.bytes(size), bytes.subarray(at));
    else bytes = concatBytes(bytes.subarray(0, at), bytes.subarray(at, at + size), bytes.subarray(at));
  }
  return Buffer.from(bytes).equals(honest) ? undefined : bytes;
}

/** One message is changed, and says its new length: the client gets past the framing. */
function reframed(messages: readonly Uint8Array[], random: ReturnType<typeof seededRandom>): Uint8Array | undefined {
  const which = random.int(0, messages.length - 1);
  const body = changed((messages[which] as Uint8Array).subarray(4), random);
  return body && concatBytes(...messages.map((one, at) => (at === which ? tls.message(one[0] as number, body) : one)));
}

describe("the reference client of lesson 9", function () {
  this.timeout(0);

  it(`refuses ${flights.toLocaleString("en-US")} changed flights, and says why`, async () => {
    const [makeClient, random] = [await referenceClient(), seededRandom()];
    random.reseed(new Uint8Array(32).fill(9));
    const shop = tls.openShop(random.bytes, "bob.test", now);
    const o = { host: "bob.test", ca: shop.ca, now, random: random.bytes(32), sessionId: random.bytes(32), secretKey: random.bytes(32) };
    const flight = tls.answerHello(shop, makeClient(o).start().slice(5), 0x1303, random.bytes(64));
    const [, serverHello, ...rest] = flight.messages as [Uint8Array, Uint8Array, ...Uint8Array[]];
    const sealed = concatBytes(...rest);
    const reasons = new Map<string, number>();

    for (let [round, done] = [0, 0]; done < flights; round += 1) {
      // Changed before it is sealed, so that the client reads what the change made; every eighth time on the wire.
      const { seal } = tls.direction(0x1303, flight.serverHs);
      const inside = round % 8 < 2 ? changed(sealed, random) : round % 8 < 5 ? reframed(rest, random) : sealed;
      const hello = round % 8 === 5 || round % 8 === 6 ? changed(serverHello, random) : serverHello;
      if (inside === undefined || hello === undefined || hello.length > 16_384) continue;
      const records = [
        tls.plainRecord(22, hello),
        tls.changeCipherSpec,
        ...tls.inPieces(inside, random.pick([64, 512, 4096])).map((piece) => seal(22, piece, random.int(0, 2))),
      ];
      if (round % 8 === 7) {
        const at = random.int(0, records.length - 1);
        const other = changed(records[at] as Uint8Array, random);
        // Nothing in a record's legacy version counts before keys are there (RFC 8446 §5.1), nor does an old machine's gesture.
        if (other === undefined || at === 1 || (at === 0 && Buffer.from(other.subarray(3)).equals((records[0] as Uint8Array).subarray(3)) && other[0] === 22))
          continue;
        records[at] = other;
      }
      done += 1;
      const client = makeClient(o);
      client.start();
      const started = performance.now();
      let said = "nothing";
      try {
        for (const record of records) expect(client.receive(record).send, `flight ${round} was accepted`).to.deep.equal([]);
        // It may wait for the rest of a message, and then the line ends.
        client.closed();
      } catch (error) {
        said = (error as Error).message;
      }
      expect(performance.now() - started, `flight ${round} took long`).to.be.below(2000);
      const word = said.startsWith("truncated") ? "truncated" : (words.exec(said)?.[0] ?? `flight ${round}: ${said}`);
      reasons.set(word, (reasons.get(word) ?? 0) + 1);
    }

    process.stdout.write(`${[...reasons].map(([word, times]) => `      ${word}: ${times}`).join("\n")}\n`);
    expect([...reasons.keys()].filter((word) => word.startsWith("flight"))).to.deep.equal([]);
  });
});
