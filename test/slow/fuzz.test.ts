/** A million frames that a hostile process might send, made from good ones by seeded changes: each is read, or refused as nonsense; nothing else. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { Nonsense, parseFromChild } from "../../grader/sandbox/parse.js";
import { decode } from "../../grader/sandbox/values.js";
import { changed, seeded } from "./seeded.js";

const frames = 1_000_000;

const good = [
  '{"kind":"ready"}',
  '{"kind":"value","value":{"$":"bytes","v":"AAECAwQF"},"changed":[[0,"AAECAw=="],[1,""]]}',
  '{"kind":"value","value":{"$":"object","v":[["a",1],["b",[{"$":"undefined"},{"$":"number","v":"-0"},{"$":"bigint","v":"12345678901234567890"}]]]},"changed":[]}',
  '{"kind":"value","value":{"$":"handle","v":7,"type":"Session","callable":false,"methods":["seal","open"],"getters":["size"]},"changed":[]}',
  '{"kind":"threw","error":{"name":"TypeError","message":"x is not a function","stack":"TypeError: x\\n    at f (answer.ts:3:5)"},"changed":[]}',
  '{"kind":"unsendable","why":"a symbol","changed":[[2,"AA=="]]}',
  '{"kind":"callback","id":3,"args":["text",null,true,1.5,[[[]]],{"$":"bytes","v":""}]}',
  '{"kind":"log","text":"hello \\u202e \\ud800"}',
] as const;

/** What gets into places where it does not belong. */
const pieces = [
  '"$"',
  '"__proto__"',
  '"constructor"',
  '"then"',
  "null",
  "-1",
  "1e999",
  "9007199254740993",
  "[]",
  "{}",
  '"handle"',
  '"ref"',
  '"callback"',
  '"bytes"',
  "\\ud800",
  "\u0000",
  "[[[[[[[[",
  '{"$":',
  "}",
  "]",
  ",",
  '"v":',
];

describe("the reader of what an answer's process says", function () {
  this.timeout(3_600_000);

  it(`reads or refuses ${frames.toLocaleString("en")} changed frames, and never does anything else`, () => {
    const random = seeded(20_270_120);
    const remotes = { make: () => ({}), handleOf: () => undefined };
    let [read, refused] = [0, 0];
    for (let count = 0; count < frames; count++) {
      const text = changed(good[random(good.length)] ?? "", pieces, random);
      try {
        const message = parseFromChild(text);
        if (message.kind === "value") decode(message.value, remotes);
        if (message.kind === "callback") for (const arg of message.args) decode(arg, remotes);
        read += 1;
      } catch (error) {
        if (!(error instanceof Nonsense)) throw new Error(`frame ${count}: ${JSON.stringify(text)}`, { cause: error });
        refused += 1;
      }
    }
    process.stdout.write(`      ${read} read, ${refused} refused\n`);
    expect(read).to.be.above(0);
    expect(refused).to.be.above(read);
    expect(({} as Record<string, unknown>)["v"]).to.equal(undefined);
  });
});
