import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { afterEach, beforeEach, describe, it } from "mocha";
import { plainText } from "../../kit/kernel.js";
import { overhearHtml, readTape } from "../../kit/tape.js";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tape-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const overhear = (id: string, bytes: Uint8Array): string => plainText(overhearHtml(id, bytes, root)).trim();
const tapeFile = (): string => join(root, ".session-keys/eve.tape");
const tape = (): string => readFileSync(tapeFile(), "utf8");

describe("Eve's tape", () => {
  it("keeps a line for each recording, and says how much she has", () => {
    expect(overhear("hello", new Uint8Array(30))).to.equal("Eve's tape: 1 recording, 30 bytes. She keeps it.");
    expect(overhear("login", Uint8Array.of(0xca, 0xfe))).to.equal("Eve's tape: 2 recordings, 32 bytes. She keeps them.");
    expect(tape()).to.equal(`{"id":"hello","hex":"${"00".repeat(30)}"}\n{"id":"login","hex":"cafe"}\n`);
  });

  it("replaces the recording with the same id, so that running a cell again does not grow it", () => {
    overhear("a", Uint8Array.of(1));
    overhear("b", Uint8Array.of(2));
    expect(overhear("a", Uint8Array.of(3))).to.contain("2 recordings, 2 bytes");
    expect(tape()).to.equal('{"id":"a","hex":"03"}\n{"id":"b","hex":"02"}\n');
  });

  it("is read back as it was recorded, and leaves no other file", () => {
    const recordings = fc.uniqueArray(fc.record({ id: fc.string({ unit: "binary", minLength: 1, maxLength: 50 }), bytes: fc.uint8Array({ maxLength: 40 }) }), {
      selector: ({ id }) => id,
      maxLength: 5,
    });
    fc.assert(
      fc.property(recordings, (made) => {
        rmSync(join(root, ".session-keys"), { recursive: true, force: true });
        for (const { id, bytes } of made) overhear(id, bytes);
        expect(readTape(root)).to.deep.equal(made.map(({ id, bytes }) => ({ id, bytes: Uint8Array.from(bytes) })));
        if (made.length > 0) expect(readdirSync(join(root, ".session-keys"))).to.deep.equal(["eve.tape"]);
      }),
      { numRuns: 30 },
    );
  });

  it("is empty before anything was recorded, and reading makes no file", () => {
    expect(readTape(root)).to.deep.equal([]);
    expect(existsSync(join(root, ".session-keys"))).to.equal(false);
  });

  for (const damaged of [
    "{",
    "null\n",
    '{"id":"a","hex":"abc"}\n',
    '{"id":"a","hex":"zz"}\n',
    '{"id":3,"hex":""}\n',
    '{"id":"a","hex":"00"}\n{"id":"a","hex":"01"}\n',
    " ".repeat(1024 * 1024 + 1),
  ]) {
    it(`moves ${JSON.stringify(damaged.slice(0, 50))} aside and says so`, () => {
      mkdirSync(join(root, ".session-keys"));
      writeFileSync(tapeFile(), damaged);
      const shown = overhear("b", Uint8Array.of(9));
      expect(shown)
        .to.contain("Eve's tape: 1 recording, 1 byte.")
        .and.to.contain("Eve's tape could not be read. The file is now .session-keys/eve.damaged-1.tape, and a new one is begun.");
      expect(readFileSync(join(root, ".session-keys/eve.damaged-1.tape"), "utf8")).to.equal(damaged);
      expect(tape()).to.equal('{"id":"b","hex":"09"}\n');
    });
  }

  it("tells the reader of a damaged tape, and overwrites no earlier one", () => {
    mkdirSync(join(root, ".session-keys"));
    const said: string[] = [];
    for (const damaged of ["first", "second"]) {
      writeFileSync(tapeFile(), damaged);
      expect(readTape(root, (sentence) => said.push(sentence))).to.deep.equal([]);
    }
    expect(said.map((sentence) => /eve\.damaged-\d\.tape/.exec(sentence)?.[0])).to.deep.equal(["eve.damaged-1.tape", "eve.damaged-2.tape"]);
    expect(readFileSync(join(root, ".session-keys/eve.damaged-1.tape"), "utf8")).to.equal("first");
  });

  it("takes 64 KiB, and refuses one byte more", () => {
    expect(overhear("a", new Uint8Array(65_536))).to.contain("1 recording, 65536 bytes");
    const before = tape();
    expect(overhear("b", new Uint8Array(65_537))).to.equal("Not recorded: 65537 bytes are too much for Eve. One recording holds at most 64 KiB.");
    expect(tape()).to.equal(before);
  });

  it("stays within 1 MiB, keeps what it has, and can read it", () => {
    const shown = Array.from({ length: 9 }, (_, index) => overhear(`${index}`, new Uint8Array(65_000)));
    expect(shown.at(-1)).to.equal("Not recorded: Eve's tape is full. Its file, .session-keys/eve.tape, holds at most 1 MiB, at two digits a byte.");
    expect(tape().length).to.be.at.most(1024 * 1024);
    expect(readTape(root)).to.have.length(8);
  });

  it("wants an id of 1 to 100 letters", () => {
    expect(overhear("", new Uint8Array(1))).to.equal("Not recorded: an id has 1 to 100 letters, this one 0.");
    expect(overhear("x".repeat(101), new Uint8Array(1))).to.contain("this one 101.");
    expect(readTape(root)).to.deep.equal([]);
  });

  it("leaves the old tape when the new one can't be written, and says why", () => {
    overhear("a", Uint8Array.of(1));
    // Permissions don't bind root: a folder where the next tape is to be written does.
    mkdirSync(`${tapeFile()}.${process.pid}.tmp`);
    expect(overhear("b", Uint8Array.of(2))).to.match(/^Not recorded\. This is our fault, not yours: .*(?:director|EISDIR|EPERM)/);
    expect(tape()).to.equal('{"id":"a","hex":"01"}\n');
  });
});
