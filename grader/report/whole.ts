/** Is everything right? Pure. */
import type { InstructorReport, StudentReport } from "../model.js";

/** Something was judged, every claim of it holds, and nothing was set aside. */
export const isWhole = ({ outcomes, quarantined }: InstructorReport | StudentReport): boolean =>
  outcomes.length > 0 &&
  quarantined.length === 0 &&
  outcomes.every(({ state, claims }) => state === "judged" && claims.every(({ end }) => end.kind === "passed"));
