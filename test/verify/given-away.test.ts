import { expect } from "chai";
import { before, describe, it } from "mocha";
import { type Course, courseRoot, exerciseFiles, readCourse, readText } from "../../grader/course.js";
import type { Exercise } from "../../grader/model.js";
import { givenAway, runsOf } from "../../grader/verify/given-away.js";

const record = "09-capstone/record";

/** The answer to `record` as somebody might tuck it in: other names, no types, no lines, smaller. */
const tucked = `
type B = Uint8Array;
function channel(number: number, k: B, start: B) {
  let seq = 0;
  // Makes the cipher of the next record.
  const next = (first: B) => SUITES[number].cipher(k, nonceOf(start, seq++), first);
  return {
    seal(kind: number, text: B): B {
      const plain = join(text, Uint8Array.of(kind)), first = join(Uint8Array.of(23, 3, 3), two(plain.length + 16));
      return join(first, next(first).encrypt(plain));
    },
    open(whole: B) { const plain = next(whole.subarray(0, 5)).decrypt(whole.subarray(5)); let last = plain.length - 1;
      while (last >= 0 && plain[last] === 0) last--;
      if (last < 0) throw new Error("unexpected_message: zeros"); return { type: plain[last], body: plain.slice(0, last) }; },
  };
}`;

describe("verify: what gives an answer away", function () {
  this.timeout(30_000);
  let course: Course;
  before(async function () {
    course = await readCourse(courseRoot);
    if (!course.solutions) this.skip();
  });
  const withStub = (id: string, stub: string): Course => ({
    ...course,
    exercises: course.exercises.map((one): Exercise => (one.id === id ? { ...one, stub } : one)),
  });

  it("finds nothing in this course", async () => {
    expect(await givenAway(course)).to.deep.equal([]);
  });

  it("finds an answer in the stub of an exercise of its lesson, under other names", async () => {
    const found = await givenAway(withStub("09-capstone/fetch-page", `export function makeClient() {}\n${tucked}`));
    expect(found.join("\n")).to.match(
      /^the stub of 09-capstone\/fetch-page holds \d\d % of the answer to 09-capstone\/record; let it call the student's own, or move it to kit\/given$/,
    );
  });

  it("lets a later lesson have what an earlier one asked for, but not the other way round", async () => {
    const answer = (id: string): Promise<string> => readText(course.root, exerciseFiles(course.root, id).reference);
    expect(await givenAway(withStub("09-capstone/fetch-page", await answer("01-one-key/flip")))).to.deep.equal([]);
    expect((await givenAway(withStub("01-one-key/flip", await answer(record)))).join()).to.contain(`the answer to ${record}`);
  });

  it("does not count names, types, comments and line ends", async () => {
    const [one, other] = await Promise.all(["// a\nconst sum = (a: number) =>\n  a + twice(a) + 12;", "const x = (n) => n + f(n) + 12"].map(runsOf));
    expect(other).to.deep.equal(one);
    expect(await runsOf("const x = (n) => n + f(n) + 13")).to.not.deep.equal(one);
  });
});
