// hint: Your list has a session named null. Requests without any id are strangers to each other: leave them out.
// caught by: leaves out requests that belong to no session
import type { Req } from "../answer.js";

export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  const sessions = new Map<string, string[]>();
  for (const { cookie, setCookie, path } of reqs) {
    const id = (cookie ?? setCookie) as string;
    sessions.set(id, [...(sessions.get(id) ?? []), path]);
  }
  return [...sessions].map(([id, paths]) => ({ id, paths }));
}
