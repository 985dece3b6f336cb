/** A class of any size, always the same one: some are done, some have a known mistake, some an unknown one, some are stuck. */
import type { End, InstructorReport, Outcome } from "../../grader/model.js";
import { claim, outcome } from "./samples.js";

const exercises = [
  ["01-one-key/flip", "Change a letter you cannot read"],
  ["01-one-key/seal-open", "Seal and open"],
  ["02-session-keys/session", "A session with one key"],
  ["02-session-keys/two-time-pad", "The two-time pad"],
  ["03-timestamp/gate", "The gate"],
  ["03-timestamp/challenge", "Challenge and response"],
] as const;

const titles = ["opens what it sealed", "seals the same text twice into two different boxes", "refuses every flipped bit", "holds for every key"];
const passed: End = { kind: "passed" };

export function sampleClass(count: number): InstructorReport[] {
  const draw = random(7);
  const drawTime = random(3);
  const drawDamage = random(5);
  return Array.from({ length: count }, (_, index) => {
    const skill = 0.2 + 0.75 * draw();
    const name = `student-${String(index + 1).padStart(3, "0")}`;
    const outcomes = exercises.map(([exercise, title], at): Outcome => {
      if (draw() > skill + 0.5 - at * 0.08) return outcome({ exercise, title, state: "unanswered" });
      if (draw() < 0.03)
        return outcome({ exercise, title, state: "stopped", stop: { cause: "build", fault: "answer", message: 'expected ")" but found "}"' } });
      const late = draw() < 0.1;
      const claims = titles.map((text, position) => claim(text, draw() < skill + 0.1 ? passed : failure(draw(), position), { hidden: position === 3 }));
      return outcome({
        notes:
          drawDamage() < 0.05
            ? [`repaired: notebooks/${exercise.split("/")[0]}.ipynb, cell ${12 + at} was taken as the answer: its marker line is missing`]
            : [],
        ...{ exercise, title, claims, from: `notebooks/${exercise.split("/")[0]}.ipynb, cell ${12 + at}` },
        ...(late ? { late: { due: "2026-11-20T22:00:00Z", submitted: `2026-11-21T0${index % 9}:12:00Z`, percent: 10, less100: 30 } } : {}),
      });
    });
    const sum = (of: "points100" | "max100") => outcomes.reduce((total, one) => total + one[of], 0);
    // Over six days, most of them at the end.
    const handedIn = new Date(Date.UTC(2026, 10, 20, 22) - Math.floor(6 * 86_400_000 * drawTime() ** 3)).toISOString();
    return {
      audience: "instructor",
      name,
      handedIn,
      outcomes,
      points100: sum("points100"),
      max100: sum("max100"),
      quarantined: drawDamage() < 0.05 ? [{ path: "notebooks/02-session-keys.ipynb", reason: "the file ends in the middle" }] : [],
    };
  });
}

const failure = (chance: number, position: number): End => ({
  kind: "failed",
  failure: {
    message: "both boxes are equal",
    call: `open(key: 32 bytes, box: ${28 + position} bytes)`,
    ...(chance < 0.6
      ? { hint: "Draw fresh bytes.", diagnosis: { mistake: chance < 0.4 ? "one-nonce" : "no-tag", certainty: "all claims" } }
      : { expected: { kind: "bytes", hex: "00ff", length: 2 }, actual: { kind: "text", text: chance < 0.8 ? "undefined" : "null" } }),
  },
});

/** A linear congruential generator: the same numbers everywhere. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
