// hint: Your sessions bear the numbers of their ports. A port names a connection, and a session may use many of those. The id in the cookie decides, and it is the name.
// caught by: keeps one session together over three TCP connections
import type { Req } from "../answer.js";

export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  const sessions = new Map<number, string[]>();
  for (const { port, path } of reqs) sessions.set(port, [...(sessions.get(port) ?? []), path]);
  return [...sessions].map(([port, paths]) => ({ id: String(port), paths }));
}
