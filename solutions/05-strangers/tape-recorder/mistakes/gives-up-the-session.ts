// hint: One record was damaged, and you left the rest of its session unread. Skip the record, not the session.
// caught by: skips a damaged record and reads the next
import { keyOf, openText, type Taped } from "../answer.js";

export function openTape(sessions: Taped[], stolen: Uint8Array): string[] {
  const texts: string[] = [];
  for (const session of sessions) {
    const key = keyOf(session, stolen);
    if (key === undefined) continue;
    try {
      for (const record of session.records) texts.push(openText(key, record));
    } catch {
      // The rest of this session is left unread.
    }
  }
  return texts;
}
