import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { exitCode } from "../../grader/commands/print.js";
import type { End, InstructorReport, Outcome, ScoredClaim, Stop } from "../../grader/model.js";
import { studentReport } from "../../grader/report/student.js";
import { type Paint, terminalReport, terminalSummary } from "../../grader/report/terminal.js";
import { points } from "../../grader/report/words.js";
import { expectSnapshot } from "./arrange.js";

const plain: Paint = (_, text) => text;
const tagged: Paint = (mood, text) => `<${mood}>${text}</${mood}>`;

const claim = (title: string, end: End, changed: Partial<ScoredClaim> = {}): ScoredClaim => ({
  title,
  hidden: false,
  worth: 1,
  logs: [],
  end,
  points100: end.kind === "passed" ? 300 : 0,
  max100: 300,
  ...changed,
});

const outcome = (changed: Partial<Outcome> = {}): Outcome => ({
  exercise: "01-one-key/seal-open",
  title: "Seal and open",
  state: "judged",
  claims: [],
  points100: 0,
  max100: 600,
  later: { claims: 0, max100: 0 },
  notes: [],
  ...changed,
});

const report = (...outcomes: Outcome[]): InstructorReport => ({ audience: "instructor", name: "alice", outcomes, points100: 0, max100: 600, quarantined: [] });

const at = { file: "notebooks/01-one-key.ipynb", cell: 12, line: 6, column: 3, text: "return open(box, key);" };
const stop = (changed: Partial<Stop> = {}): Stop => ({ cause: "time", fault: "answer", message: "the call of open took longer than 2 s", ...changed });
const hex = (length: number, byte: string) => byte.repeat(Math.min(length, 64));

const kinds: Readonly<Record<string, InstructorReport>> = {
  holds: report(outcome({ points100: 600, claims: [claim("opens what it sealed", { kind: "passed" }, { logs: ["nonce 00ff", "two\nlines"] })] })),
  "fails-with-text": report(
    outcome({
      claims: [
        claim("a box that was changed is refused, whichever of its bytes it was that somebody on the way has changed", {
          kind: "failed",
          failure: {
            message: "it opened a forged box",
            hint: "The tag was not looked at: compare it before you decrypt, and throw if it differs.",
            call: 'open(00010203… 32 bytes, "attack at dawn")',
            expected: { kind: "text", text: "an error" },
            actual: { kind: "text", text: '"attack at dawn"' },
            at,
          },
        }),
      ],
    }),
  ),
  "fails-with-bytes": report(
    outcome({
      claims: [
        claim("gives these bytes", {
          kind: "failed",
          failure: {
            message: "the bytes differ",
            expected: { kind: "bytes", hex: `${"00".repeat(9)}ff${"00".repeat(22)}`, length: 32 },
            actual: { kind: "bytes", hex: hex(100, "00"), length: 100 },
          },
        }),
        claim("gives bytes", {
          kind: "failed",
          failure: { message: "no bytes", expected: { kind: "bytes", hex: "01", length: 1 }, actual: { kind: "bytes", hex: "", length: 0 } },
        }),
      ],
    }),
  ),
  "claim-stopped": report(
    outcome({
      claims: [
        claim("ends", { kind: "error", stop: stop({ at }) }),
        claim("is right", {
          kind: "error",
          stop: stop({ cause: "course", fault: "course", message: "the suite itself failed (TypeError: x); please report it" }),
        }),
      ],
    }),
  ),
  skipped: report(outcome({ claims: [claim("comes later", { kind: "skipped", because: "needs “opens what it sealed”" })] })),
  unanswered: report(outcome({ state: "unanswered", notes: ["no cell is marked “// exercise: 01-one-key/seal-open”, and there is no answer.ts"] })),
  "exercise-stopped": report(
    outcome({ state: "stopped", stop: stop({ cause: "build", message: 'expected ")" but found "}"', at }), from: "notebooks/01-one-key.ipynb, cell 12" }),
  ),
  later: report(outcome({ later: { claims: 5, max100: 1600 } }), outcome({ exercise: "01-one-key/flip", title: "Flip", later: { claims: 1, max100: 100 } })),
  bonus: report(outcome({ points100: 0, max100: 0 })),
  hidden: report(outcome({ claims: [claim("holds for every key", { kind: "failed", failure: { message: "no" } }, { hidden: true })] })),
  printed: report(outcome({ claims: [claim("prints", { kind: "passed" }, { logs: Array.from({ length: 14 }, (_, n) => `line ${n}`) })] })),
  "set-aside": {
    ...report(outcome()),
    quarantined: [{ path: "notebooks/02-x.ipynb", reason: "no JSON: the notebook is damaged; open it in JupyterLab and save it again" }],
  },
};

describe("grader/report/terminal", () => {
  for (const [name, one] of Object.entries(kinds)) {
    it(`reads like the file ${name}.txt`, () => {
      expectSnapshot(`terminal/${name}.txt`, terminalReport(one, plain));
    });
  }

  const stoppedWith = (message: string) => outcome({ state: "stopped", stop: stop({ message }) });
  const classOf: InstructorReport[] = [
    ...Object.entries(kinds).map(([name, one]) => ({ ...one, name })),
    { ...report(stoppedWith("reading your code took longer than two seconds, which is too long for it")), name: "zoe" },
    {
      ...report(
        outcome({
          claims: ["a", "b", "c"].map((title) =>
            claim(`${title} claim whose title is a good deal longer than forty characters`, { kind: "failed", failure: { message: "no" } }),
          ),
        }),
      ),
      name: "yan",
    },
  ];

  it("a class reads like the file summary.txt", () => {
    expectSnapshot("terminal/summary.txt", terminalSummary(classOf, plain));
  });

  const tooLong = (text: string) => text.split("\n").filter((line) => line.length > 80);

  it("no line of a report is longer than 80 columns", () => {
    expect(Object.values(kinds).flatMap((one) => tooLong(terminalReport(one, plain)))).to.deep.equal([]);
  });

  it("no line of a summary is longer than 80 columns", () => {
    expect(tooLong(terminalSummary(classOf, plain))).to.deep.equal([]);
  });

  it("no line is longer than 80 columns, whatever the words, but for single long words", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 }).map((all) => all.join(" "));
    fc.assert(
      fc.property(words, words, words, (title, message, hint) => {
        const one = report(
          outcome({
            claims: [claim(title, { kind: "failed", failure: { message, hint, call: message, actual: { kind: "text", text: hint } } })],
            notes: [message],
          }),
        );
        return tooLong(terminalReport(one, plain)).length === 0;
      }),
    );
  });

  it("says everything without colour: painted or not, the words are the same", () => {
    for (const one of Object.values(kinds)) {
      expect(terminalReport(one, tagged).replace(/<\/?[a-z]+>/g, "")).to.equal(terminalReport(one, plain));
    }
  });

  it("marks the group of the first difference", () => {
    expect(terminalReport(kinds["fails-with-bytes"] as InstructorReport, tagged)).to.contain("<mark>00ff0000</mark>");
  });

  describe("a student's control characters do nothing to the terminal", () => {
    const evil = "a\u001b[2Jb\u009bc\u202ed\u0007e\rf\u2066g";
    const everywhere: InstructorReport = {
      ...report(
        outcome({
          claims: [
            claim(
              "t",
              {
                kind: "failed",
                failure: {
                  message: evil,
                  hint: evil,
                  call: evil,
                  expected: { kind: "text", text: evil },
                  actual: { kind: "text", text: evil },
                  at: { file: `${evil}.ipynb`, line: 1, text: evil },
                },
              },
              { logs: [evil] },
            ),
            claim("u", { kind: "error", stop: stop({ message: evil, at: { file: `${evil}.ipynb`, line: 1, text: evil } }) }),
          ],
          notes: [evil],
        }),
        outcome({ state: "stopped", stop: stop({ message: evil }) }),
      ),
      name: evil,
      quarantined: [{ path: evil, reason: "odd" }],
    };

    it("in a report", () => {
      expect(terminalReport(everywhere, plain)).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    });

    it("in a summary", () => {
      expect(terminalSummary([everywhere], plain)).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    });

    it("and a line end in a name makes no line of its own", () => {
      const forged = "bob\ncarol                   600 of 600";
      const one = { ...report(outcome()), name: forged, quarantined: [{ path: forged, reason: "odd" }] };
      expect(`${terminalSummary([one], plain)}${terminalReport(one, plain)}`).not.to.match(/^carol/m);
    });
  });

  it("writes hundredths as a person does", () => {
    expect([0, 1, 10, 360, 1800].map(points)).to.deep.equal(["0", "0.01", "0.1", "3.6", "18"]);
  });
});

describe("grader/report/student", () => {
  const text = fc.string({ minLength: 6, maxLength: 12 }).map((said) => `SECRET${said}`);
  const value = fc.oneof(
    text.map((said) => ({ kind: "text" as const, text: said })),
    fc.constant({ kind: "bytes" as const, hex: "5ec7e75ec7e7", length: 6 }),
  );
  const place = fc.record({ file: fc.constant("a.ipynb"), line: fc.constant(1), text });
  const end: fc.Arbitrary<End> = fc.oneof(
    fc.record({
      kind: fc.constant("failed" as const),
      failure: fc.record({ message: text, hint: text, call: text, expected: value, actual: value, at: place }),
    }),
    fc.record({
      kind: fc.constant("error" as const),
      stop: fc.record({ cause: fc.constant("course" as const), fault: fc.constant("course" as const), message: text, at: place }),
    }),
    fc.constant<End>({ kind: "passed" }),
  );

  it("holds nothing of a hidden claim but its title, its end and its points", () => {
    fc.assert(
      fc.property(fc.array(end, { minLength: 1, maxLength: 4 }), fc.array(text), (ends, logs) => {
        const one = report(outcome({ claims: ends.map((each, index) => claim(`title ${index}`, each, { hidden: true, logs })) }));
        expect(JSON.stringify(studentReport(one))).not.to.match(/SECRET|5ec7e7/);
      }),
    );
  });

  it("keeps how each claim ended, and the points", () => {
    fc.assert(
      fc.property(fc.array(end), fc.boolean(), (ends, hidden) => {
        const one = report(outcome({ claims: ends.map((each, index) => claim(`title ${index}`, each, { hidden })) }));
        const kindsOf = ({ outcomes }: { outcomes: readonly Outcome[] }) =>
          outcomes.flatMap(({ claims }) => claims.map((each) => [each.title, each.end.kind, each.points100]));
        expect(kindsOf(studentReport(one))).to.deep.equal(kindsOf(one));
      }),
    );
  });

  it("leaves public claims as they are", () => {
    const one = kinds["fails-with-text"] as InstructorReport;
    expect(studentReport(one).outcomes).to.deep.equal(one.outcomes);
  });

  it("holds nothing of a hidden suite that broke down", () => {
    const one = report(
      outcome({
        state: "stopped",
        stop: stop({ cause: "course", fault: "course", message: "the suite itself failed (TypeError: SECRET value); please report it" }),
      }),
    );
    expect(JSON.stringify(studentReport(one))).not.to.contain("SECRET");
  });
});

describe("grader/commands: exit codes", () => {
  const passed = outcome({ claims: [claim("a", { kind: "passed" })] });

  it("0 when every claim of every exercise passed", () => {
    expect(exitCode([report(passed, passed)])).to.equal(0);
  });

  for (const [name, one] of Object.entries({
    "a claim failed": report(passed, outcome({ claims: [claim("a", { kind: "failed", failure: { message: "no" } })] })),
    "a claim was skipped": report(outcome({ claims: [claim("a", { kind: "skipped", because: "b" })] })),
    "a claim was stopped": report(outcome({ claims: [claim("a", { kind: "error", stop: stop() })] })),
    "an exercise is unanswered": report(passed, outcome({ state: "unanswered" })),
    "an exercise was stopped": report(passed, outcome({ state: "stopped", stop: stop() })),
    "something was set aside": { ...report(passed), quarantined: [{ path: "a", reason: "b" }] },
  })) {
    it(`1 when ${name}`, () => {
      expect(exitCode([report(passed), one])).to.equal(1);
    });
  }

  it("1 when nothing was judged at all", () => {
    expect([exitCode([]), exitCode([report()])]).to.deep.equal([1, 1]);
  });

  it("3 when the course is at fault anywhere, whatever else", () => {
    const course = stop({ cause: "course", fault: "course" });
    expect(exitCode([report(passed), report(outcome({ claims: [claim("a", { kind: "error", stop: course })] }), outcome({ state: "unanswered" }))])).to.equal(
      3,
    );
    expect(exitCode([report(outcome({ state: "stopped", stop: course }))])).to.equal(3);
  });
});
