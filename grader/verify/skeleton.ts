/** The files of a new exercise, with gaps between ‹ and › that say what belongs there. Pure. */
import type { ExerciseId } from "../model.js";

/** One finding a gap that is still open. @param path - for messages. */
export function gaps(text: string, path: string): string[] {
  return text.split("\n").flatMap((line, index) => [...line.matchAll(/‹([^›]*)›/g)].map(([, what]) => `${path}:${index + 1}: still to be written: ${what}`));
}

/** Path → text. @param withLesson - also the lesson's own file. */
export function skeletonOf(id: ExerciseId, withLesson: boolean): ReadonlyMap<string, string> {
  const [lesson = "", name = ""] = id.split("/");
  const call = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const open = `exercises/${id}`;
  const closed = `solutions/${id}`;
  return new Map([
    ...(withLesson ? [[`exercises/${lesson}/lesson.md`, lessonMd] as const] : []),
    [`${open}/exercise.md`, exerciseMd(call)],
    [`${open}/public.test.ts`, suiteTs("./answer.js", call, "‹what every right answer does, in words›")],
    [`${closed}/answer.ts`, answerTs(call, "return new TextEncoder().encode(text); // ‹the reference›")],
    [`${closed}/why.md`, "‹Why it is so, for one who has passed: at most 80 words.›\n"],
    [`${closed}/hidden.test.ts`, suiteTs(`../../../${open}/answer.js`, call, "‹the same with fresh values, in words›")],
    [`${closed}/mistakes/first-mistake.ts`, mistakeTs(call)],
  ]);
}

const lessonMd = `---
title: ‹a few words›
minutes: 60
---
## Outcomes
- ‹what one can do afterwards›
`;

const answerTs = (call: string, body: string): string => `// for learning: ‹what it is, in a line›

/** ‹Lengths and units: what the types do not say.› */
export function ${call}(text: string): Uint8Array {
  ${body}
}
`;

const exerciseMd = (call: string): string => `---
title: ‹a few words›
points: 10
minutes: 10
difficulty: 1
exports: [${call}]
hidden: 1
---
‹The statement. What the function takes, what it returns, when it throws.›

## Stub
\`\`\`ts
${answerTs(call, 'throw new Error("not written yet");')}\`\`\`

## Nudge
‹A question that helps to begin, without the answer.›

## Example
‹Another case, worked out.›
`;

const suiteTs = (answer: string, call: string, title: string): string => `import type * as Exercise from "${answer}";
import { describe, it } from "mocha";
import { bytes, expect, graded, suite } from "#suite";

export const claims = suite<typeof Exercise>((answer, { random }) => {
  describe("${call}", () => {
    it("${title}", graded({}, async () => {
      const text = random.text(20);
      const gave = bytes(await answer.${call}(text));
      expect(gave).to.equalBytes(new TextEncoder().encode(text), "‹what was seen, in the student's words›");
    }));
  });
});
`;

const mistakeTs = (call: string): string => `// hint: ‹What was seen. Then the likely cause. One to three sentences, no code. Name this file after the mistake.›
// caught by: ‹what every right answer does, in words›

export const ${call} = (text: string): Uint8Array => new TextEncoder().encode(text.slice(1)); // ‹only what differs›
`;
