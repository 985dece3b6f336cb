import type * as Exercise from "./answer.js";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { equalBytes } from "@noble/ciphers/utils.js";
import { describe, it } from "mocha";
import { bytes, expect, graded, refuses, suite } from "#suite";

/** Noon on 3 May 2021, UTC. */
const noon = Date.UTC(2021, 4, 3, 12);

const utf8 = (message: string) => new TextEncoder().encode(message);

/** The text in a box laid out as nonce ‖ ciphertext ‖ tag; null if it does not open (RFC 8439 §2.8). */
function textIn(key: Uint8Array, box: Uint8Array, aad = ""): string | null {
  try {
    return new TextDecoder().decode(chacha20poly1305(key, box.subarray(0, 12), utf8(aad)).decrypt(box.subarray(12)));
  } catch {
    return null;
  }
}

const kindOf = (field: unknown): string => (typeof field === "string" ? `"${field.slice(0, 40)}"` : String(field));

/** The server: opens the box and reads the JSON in it. */
function serverReads(key: Uint8Array, box: Uint8Array): Record<string, unknown> {
  const json = textIn(key, box);
  if (json === null) {
    const aad = ["alice", String(noon), `alice${noon}`].find((one) => textIn(key, box, one) !== null);
    if (aad !== undefined) expect.fail(`the box opens only with "${aad}" as associated data; expected all three fields inside the box, and empty associated data`);
    expect.fail(`the server could not open your ${box.length} bytes; expected nonce (12) ‖ ciphertext ‖ tag (16), without associated data`);
  }
  let login: unknown;
  try {
    login = JSON.parse(json);
  } catch {
    expect.fail(`the box opens, but what is in it is no JSON: ${json.slice(0, 60)}`);
  }
  if (typeof login !== "object" || login === null) expect.fail(`the JSON in the box is ${json.slice(0, 60)}; expected an object with name, at and text`);
  return login as Record<string, unknown>;
}

/** Where `part` begins in `whole`; -1 if it is not in it. */
const find = (whole: Uint8Array, part: Uint8Array): number =>
  whole.findIndex((_, at) => equalBytes(whole.subarray(at, at + part.length), part));

export const claims = suite<typeof Exercise>((answer, { random, fact }) => {
  const reads = "the server reads name, time and text";
  const login = { name: "alice", at: noon, text: "send the contract" };

  describe("sealLogin", () => {
    it(reads, graded({ worth: 2 }, async () => {
      const key = random.bytes(32);

      const read = serverReads(key, bytes(await answer.sealLogin(key, login)));

      expect(read["name"], `the server read ${kindOf(read["name"])} as the name`).to.equal("alice");
      expect(read["text"], `the server read ${kindOf(read["text"])} as the text`).to.equal("send the contract");
      if (!("at" in read)) expect.fail(`the server found no field "at" in the box; it found ${Object.keys(read).join(", ") || "none"}`);
    }));

    it("keeps the time as a number of milliseconds", graded({ needs: reads }, async () => {
      const key = random.bytes(32);

      const { at } = serverReads(key, bytes(await answer.sealLogin(key, login)));

      const year = typeof at === "number" && Number.isFinite(at) ? `, which is in ${new Date(at).getUTCFullYear()}` : "";
      expect(at, `the server read ${kindOf(at)} as the time${year}; expected the number ${noon}`).to.equal(noon);
    }));

    it("hides the name from Eve", graded({}, async () => {
      const key = random.bytes(32);

      const box = bytes(await answer.sealLogin(key, { ...login, name: "alice in wonderland" }));

      const at = find(box, utf8("alice in wonderland"));
      if (at >= 0) {
        fact("loot", "alice in wonderland");
        expect.fail(`Eve read "alice in wonderland" off the wire: the name stands in the open, from byte ${at} on`);
      }
      if (textIn(key, box) === null) expect.fail("Eve finds no name, but the server cannot open the box either");
    }));

    it("makes a new box each time", graded({ needs: reads }, async () => {
      const key = random.bytes(32);

      const first = bytes(await answer.sealLogin(key, login));
      const second = bytes(await answer.sealLogin(key, login));

      if (equalBytes(first, second)) expect.fail("the same login, sealed twice, gave the same box");
      if (equalBytes(first.subarray(0, 12), second.subarray(0, 12))) expect.fail("two boxes begin with the same nonce");
    }));

    it("throws when the time is not a number", graded({ needs: reads }, async () => {
      const key = random.bytes(32);
      for (const at of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        await refuses(answer.sealLogin(key, { ...login, at }), `it sealed a login whose time is ${at}; JSON has no such number`);
      }
    }));
  });
});
