/** docs/kill-matrix.md: which claim fails for which mistake. */

import type { Course } from "../course.js";
import type { Exercise, Outcome } from "../model.js";
import type { Pool } from "../run/pool.js";
import { lessonOf } from "../settings.js";
import { benchOf } from "./exercise.js";
import { type Kill, killsOf, tablesOf } from "./kills.js";

const head = `# Which claim fails for which mistake

Written by \`node dist/grader/cli.js verify --matrix > docs/kill-matrix.md\`; a test compares. ✗ fails, – passes, · does not run.
**✗** is the claim that must catch it, on which its hint is shown.
`;

export async function killMatrix(exercises: readonly Exercise[], course: Course, pool: Pool): Promise<string> {
  const parts = [head];
  let lesson = "";
  for (const exercise of exercises) {
    const name = lessonOf(exercise.id);
    if (name !== lesson) parts.push(`## ${name}: ${totals(exercises.filter(({ id }) => id.startsWith(`${name}/`)))}\n`);
    lesson = name;
    const bench = await benchOf(exercise, course, pool);
    await tablesOf(bench);
    parts.push(`### ${exercise.id}: ${exercise.points} points\n`, matrixOf(await killsOf(bench)));
  }
  return parts.join("\n");
}

function totals(exercises: readonly Exercise[]): string {
  const points = exercises.reduce((sum, one) => sum + one.points, 0);
  const minutes = exercises.reduce((sum, one) => sum + one.minutes, 0);
  return `${exercises.length} exercises, ${points} points, ${minutes} minutes`;
}

function matrixOf(kills: readonly Kill[]): string {
  const claims = kills[0]?.outcome.claims ?? [];
  const list = claims.map(({ title, hidden, max100 }, index) => `${index + 1}. ${title} (${max100 / 100}${hidden ? ", hidden" : ""})`);
  const header = `| mistake |${claims.map((_, index) => ` ${index + 1} |`).join("")}\n| --- |${" --- |".repeat(claims.length)}`;
  const rows = kills.map((kill) => `| ${kill.mistake.name} |${kill.outcome.claims.map((claim) => ` ${signOf(claim, kill)} |`).join("")}`);
  return `${[...list, "", header, ...rows].join("\n")}\n`;
}

function signOf({ title, end }: Outcome["claims"][number], { mistake }: Kill): string {
  if (end.kind === "failed") return title === mistake.caughtBy ? "**✗**" : "✗";
  return end.kind === "passed" ? "–" : "·";
}
