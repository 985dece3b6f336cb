// hint: You made three sessions out of one: you grouped by connection. One HTTP session may use many TCP connections, and one connection may carry several sessions. The id in the cookie decides.
// caught by: keeps one session together over three TCP connections
import type { Req } from "../answer.js";

export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  const sessions = new Map<number, { id: string; paths: string[] }>();
  for (const { port, cookie, setCookie, path } of reqs) {
    const id = cookie ?? setCookie;
    if (id === null) continue;
    const session = sessions.get(port) ?? { id, paths: [] };
    session.paths.push(path);
    sessions.set(port, session);
  }
  return [...sessions.values()];
}
