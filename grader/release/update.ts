/** A release into a folder that may hold a student's work: looks, plans, writes, and tells. */
import { mkdir } from "node:fs/promises";
import type { Exercise } from "../model.js";
import { applyPlan, print, readTarget } from "./apply.js";
import { manifestOf, planRelease } from "./plan.js";

export interface Handout {
  /** All files, as texts by path with `/`. */
  readonly files: ReadonlyMap<string, string>;
  /** The version of the course. */
  readonly version: string;
  readonly lessons: readonly string[];
  /** Those whose answer.ts is among the files. */
  readonly exercises: readonly Exercise[];
}

export type Updated =
  | {
      readonly kind: "updated";
      /** Sentences for the student, worst first. */
      readonly notes: readonly string[];
      /** How many files were written or removed. */
      readonly written: number;
      /** Where what stood there is now, relative to the folder. */
      readonly backup: string | undefined;
    }
  /** Nothing was written. */
  | { readonly kind: "refused"; readonly why: string };

export async function updateFolder(root: string, { files, version, lessons, exercises }: Handout): Promise<Updated> {
  const found = await readTarget(root, [...files.keys()]);
  if (found.kind === "refused") return found;
  const plan = planRelease(files, found.folder, exercises, print);
  await mkdir(root, { recursive: true });
  const backup = await applyPlan(root, plan, manifestOf(files, version, lessons, print));
  return { kind: "updated", notes: plan.notes, written: plan.steps.length, backup };
}
