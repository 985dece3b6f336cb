/** A million frames that a hostile process might send, made from good ones by seeded changes: each is read, or refused as nonsense; nothing else. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { Nonsense, parseFromChild } from "../../grader/sandbox/parse.js";
import { decode } from "../../grader/sandbox/values.js";

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

/** mulberry32 */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function changed(frame: string, random: (below: number) => number): string {
  let text = frame;
  for (let left = 1 + random(4); left > 0; left--) {
    const at = random(text.length + 1);
    const [before, after] = [text.slice(0, at), text.slice(at)];
    const piece = pieces[random(pieces.length)] ?? "";
    if (random(4) === 0) text = before + after.slice(1 + random(8));
    else if (random(3) === 0) text = before + piece + after.slice(piece.length);
    else if (random(2) === 0) text = before + piece + after;
    else text = before + text.slice(random(text.length + 1), random(text.length + 1)) + after;
  }
  return text;
}

describe("the reader of what an answer's process says", function () {
  this.timeout(3_600_000);

  it(`reads or refuses ${frames.toLocaleString("en")} changed frames, and never does anything else`, () => {
    const random = seeded(20_270_120);
    const remotes = { make: () => ({}), handleOf: () => undefined };
    let [read, refused] = [0, 0];
    for (let count = 0; count < frames; count++) {
      const text = changed(good[random(good.length)] ?? "", random);
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
