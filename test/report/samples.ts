/** Reports that the tests of all adapters share: right, half right, hostile; and any text in any field that a student has a hand in. */
import fc from "fast-check";
import type { End, InstructorReport, Outcome, Place, ScoredClaim, Shown, StudentReport } from "../../grader/model.js";

export const claim = (title: string, end: End, changed: Partial<ScoredClaim> = {}): ScoredClaim => ({
  title,
  hidden: false,
  worth: 1,
  logs: [],
  end,
  points100: end.kind === "passed" ? 300 : 0,
  max100: 300,
  ...changed,
});

export const outcome = (changed: Partial<Outcome> = {}): Outcome => {
  const claims = changed.claims ?? [];
  const sum = (of: "points100" | "max100") => claims.reduce((total, one) => total + one[of], 0);
  return {
    exercise: "01-one-key/seal-open",
    title: "Seal and open",
    state: "judged",
    claims: [],
    points100: sum("points100"),
    max100: claims.length === 0 ? 600 : sum("max100"),
    later: { claims: 0, max100: 0 },
    notes: [],
    ...changed,
  };
};

export const report = (name: string, outcomes: readonly Outcome[], changed: Partial<StudentReport> = {}): StudentReport => ({
  audience: "student",
  name,
  outcomes,
  points100: outcomes.reduce((total, one) => total + one.points100, 0),
  max100: outcomes.reduce((total, one) => total + one.max100, 0),
  quarantined: [],
  ...changed,
});

const passed: End = { kind: "passed" };
const hiddenFailure: End = { kind: "failed", failure: { message: "this does not hold for your answer; the check is hidden" } };
const at: Place = { file: "notebooks/01-one-key.ipynb", cell: 12, line: 6, column: 3, text: "const nonce = new Uint8Array(12);" };

const right = report("anna", [
  outcome({
    claims: [
      claim("opens what it sealed", passed, { logs: ["nonce 00ff", "two\nlines"] }),
      claim("refuses a flipped bit", passed),
      claim("holds for every key", passed, { hidden: true }),
    ],
    from: "notebooks/01-one-key.ipynb, cell 12",
    why: "The tag covers **every** byte.\n\nSo no bit can change unseen.",
  }),
  outcome({ exercise: "01-one-key/forge", title: "Forge", claims: [claim("forges", passed, { points100: 0, max100: 0 })] }),
]);

const half = report(
  "Zoë O'Neil, 2nd",
  [
    outcome({
      claims: [
        claim("opens what it sealed", passed),
        claim("seals the same text twice into two different boxes", {
          kind: "failed",
          failure: {
            message: "both boxes are equal",
            hint: "I sealed the same text twice and got the same box. Draw 12 fresh random bytes inside each call.",
            diagnosis: { mistake: "one-nonce", certainty: "all claims" },
            call: 'seal(key: 32 bytes, "attack at dawn")',
            expected: { kind: "bytes", hex: `${"00".repeat(17)}11${"00".repeat(14)}`, length: 32 },
            actual: { kind: "bytes", hex: `${"00".repeat(17)}ff${"00".repeat(46)}`, length: 100 },
            at,
          },
        }),
        claim("returns the text", {
          kind: "failed",
          failure: { message: "open returned another text", expected: { kind: "text", text: '"pay 100"' }, actual: { kind: "text", text: '"pay 900"' } },
        }),
        claim("throws when one bit is flipped", { kind: "skipped", because: "needs “opens what it sealed”" }),
        claim("holds for every key", hiddenFailure, { hidden: true }),
        claim("keeps no key", hiddenFailure, { hidden: true }),
      ],
      points100: 270,
      late: { due: "2026-11-20T22:00:00Z", submitted: "2026-11-21T06:12:00Z", percent: 10, less100: 30 },
      from: "notebooks/01-one-key.ipynb, cell 12",
      notes: ["two cells are marked; the last one counts"],
      later: { claims: 5, max100: 1600 },
    }),
    outcome({
      exercise: "02-session-keys/derive",
      title: "Derive keys",
      claims: [
        claim("comes back at all", {
          kind: "error",
          stop: {
            cause: "time",
            fault: "answer",
            message: "derive ran longer than 2 s",
            at: { file: "exercises/02/derive/answer.ts", line: 14, text: "while (true) {}" },
          },
        }),
      ],
    }),
    outcome({
      exercise: "02-session-keys/expand",
      title: "Expand",
      state: "stopped",
      stop: { cause: "build", fault: "answer", message: 'expected ")" but found "}"', at },
    }),
    outcome({ exercise: "03-gate/check", title: "The gate", state: "unanswered" }),
  ],
  { quarantined: [{ path: "notebooks/02-x.ipynb", reason: "no JSON: the notebook is damaged; open it in JupyterLab and save it again" }] },
);

/** What a student might print, throw, return or call a file. */
export const attacks: readonly string[] = [
  "::error::forged",
  "::notice title=Points::100/100",
  "::set-output name=points::100",
  "::add-mask::a",
  "##[error]forged",
  "</td><script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "<!-- --> <style>*{display:none}</style>",
  "```\n# mine\n<b>x</b>\n````",
  "`<b>`",
  "[click](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example>",
  "@teacher fixes #1, GH-2, see https://evil.example and www.evil.example or mail a@evil.example",
  "\u001b[2J\u001b]0;title\u0007\u009b31m",
  "\u202egnp.exe\u2066",
  "]]> <![CDATA[ &amp; <?xml?>",
  "nul \u0000 lone \ud800 end \uffff\ufffe",
  '=cmd|"/c calc"!A1',
  "+1+1",
  "-2",
  "@sum(a)",
  "\t=1",
  "\r=1",
  "a;=1+1",
  "a\n=1+1",
  "line\r\nline\u2028line",
  "| a | b |\n| --- | --- |",
  "% %25 %0A , :",
  "1. one\n- two\n===\n---",
  "EOF\npoints=100",
  "- item",
  "+ item",
];

const all = attacks.join("\n");

/** The same text wherever a student's text can stand. */
const everywhere = (text: string): StudentReport => {
  const place: Place = { file: `${text}.ipynb`, line: 3, text };
  return report(
    text,
    [
      outcome({
        claims: [
          claim(
            "opens what it sealed",
            {
              kind: "failed",
              failure: { message: text, call: text, expected: { kind: "text", text: "x" }, actual: { kind: "text", text }, at: { ...place, cell: 2 } },
            },
            { logs: [text, "::stop-commands::x"] },
          ),
          claim("comes back", { kind: "error", stop: { cause: "exit", fault: "answer", message: text, at: place } }),
          claim("is right", { kind: "skipped", because: text }),
          claim("prints", passed, { logs: [text] }),
        ],
        notes: [text],
        from: text,
      }),
      outcome({ exercise: "02-session-keys/derive", title: "Derive", state: "stopped", stop: { cause: "build", fault: "answer", message: text, at: place } }),
    ],
    { quarantined: [{ path: text, reason: text }] },
  );
};

export const hostile = everywhere(all);
export const oneMegabyte = everywhere(`=cmd() ${"::x`<b>".repeat(170_000)}`);

export const long = everywhere("`<b>".repeat(1500));

export const samples: Readonly<Record<"right" | "half" | "hostile", StudentReport>> = { right, half, hostile };

export const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..."<>&\"'`*_[]()#@:|~!\\-+=%,;/.\n\r\t a1\u0000\u202e\ud800\uffff") }),
  fc.constantFrom(...attacks),
  fc.array(fc.constantFrom(...attacks), { minLength: 2, maxLength: 3 }).map((some) => some.join("")),
);

const shown: fc.Arbitrary<Shown> = fc.oneof(
  anyText.map((text) => ({ kind: "text" as const, text })),
  fc.uint8Array({ maxLength: 70 }).map((bytes) => ({ kind: "bytes" as const, hex: Buffer.from(bytes).toString("hex"), length: bytes.length + 1 })),
);
const place: fc.Arbitrary<Place> = fc.oneof(
  fc.record({ file: anyText, line: fc.integer({ min: 1, max: 99 }), text: anyText }),
  fc.record({ file: anyText, cell: fc.integer({ min: 1, max: 99 }), line: fc.integer({ min: 1, max: 99 }) }),
);
const stop = fc.record({
  cause: fc.constantFrom("build" as const, "time" as const),
  fault: fc.constantFrom("answer" as const, "course" as const),
  message: anyText,
  at: place,
});
const end: fc.Arbitrary<End> = fc.oneof(
  fc.constant<End>({ kind: "passed" }),
  fc.record({ kind: fc.constant("skipped" as const), because: anyText }),
  fc.record({ kind: fc.constant("error" as const), stop }),
  fc.record({
    kind: fc.constant("failed" as const),
    failure: fc.record({ message: anyText, hint: anyText, call: anyText, expected: shown, actual: shown, at: place }),
  }),
);
const anyOutcome: fc.Arbitrary<Outcome> = fc
  .record({
    exercise: fc.constantFrom("01-a/b", "01-a/c", "02-d/e"),
    title: anyText,
    kind: fc.constantFrom("judged", "judged", "unanswered", "stopped"),
    claims: fc.array(
      fc
        .tuple(fc.oneof(fc.constant("same"), anyText), end, fc.boolean(), fc.array(anyText, { maxLength: 2 }))
        .map(([title, how, hidden, logs]) => claim(title, how, { hidden, logs })),
      { maxLength: 4 },
    ),
    stop,
    notes: fc.array(anyText, { maxLength: 1 }),
    from: anyText,
  })
  .map(({ exercise, title, kind, claims, stop: why, notes, from }) =>
    outcome({
      ...{ exercise, title, notes, from },
      ...(kind === "stopped" ? { state: "stopped", stop: why } : kind === "unanswered" ? { state: "unanswered" } : { claims }),
    }),
  );

/** Any text in any field. */
export const anyReport: fc.Arbitrary<StudentReport> = fc
  .tuple(anyText, fc.array(anyOutcome, { maxLength: 3 }), fc.array(fc.record({ path: anyText, reason: anyText }), { maxLength: 1 }))
  .map(([name, outcomes, quarantined]) => report(name, outcomes, { quarantined }));

export const canary = "CANARY5ec7e7";

/** All that is known of hidden claims is the canary. */
export const secret: InstructorReport = {
  ...report("anna", []),
  audience: "instructor",
  outcomes: [
    outcome({
      claims: [
        claim("opens what it sealed", passed),
        claim(
          "holds for every key",
          {
            kind: "failed",
            failure: {
              message: canary,
              hint: canary,
              call: canary,
              diagnosis: { mistake: canary, certainty: "this claim" },
              expected: { kind: "text", text: canary },
              actual: { kind: "bytes", hex: "5ec7e7", length: 3 },
              at: { file: "a.ipynb", cell: 1, line: 1, text: canary },
            },
          },
          { hidden: true, logs: [canary] },
        ),
        claim(
          "comes back for every key",
          { kind: "error", stop: { cause: "time", fault: "course", message: canary, at: { file: canary, line: 1, text: canary } } },
          { hidden: true, logs: [canary] },
        ),
      ],
    }),
    outcome({ exercise: "02-session-keys/derive", state: "stopped", stop: { cause: "course", fault: "course", message: canary } }),
  ],
};
