// hint: One server used its long-term key as its share, and you have the secret half. Compare its share with the stolen key's public half, by equalBytes. Then agree with the client's share.
// caught by: reads the lazy server's agreed session
import { attempt, keyOf, openText, type Taped } from "../answer.js";

export function openTape(sessions: Taped[], stolen: Uint8Array): string[] {
  return sessions.flatMap((session) => {
    const key = session.kind === "transport" ? keyOf(session, stolen) : undefined;
    if (key === undefined) return [];
    return session.records.flatMap((record) => attempt(() => openText(key, record)) ?? []);
  });
}
