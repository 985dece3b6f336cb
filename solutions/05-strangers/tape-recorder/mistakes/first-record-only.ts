// hint: One session key opens all records of its session; you read only the first.
// caught by: reads all records of a session, not only the first
import { attempt, keyOf, openText, type Taped } from "../answer.js";

export function openTape(sessions: Taped[], stolen: Uint8Array): string[] {
  return sessions.flatMap((session) => {
    const key = keyOf(session, stolen);
    if (key === undefined) return [];
    return attempt(() => openText(key, session.records[0])) ?? [];
  });
}
