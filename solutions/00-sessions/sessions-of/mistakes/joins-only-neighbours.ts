// hint: A session begins a second time in your list, after another had come between. Look for its id among all sessions that you have, not only at the last one.
// caught by: separates two browsers
import type { Req } from "../answer.js";

export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  const sessions: { id: string; paths: string[] }[] = [];
  for (const { cookie, setCookie, path } of reqs) {
    const id = cookie ?? setCookie;
    if (id === null) continue;
    const last = sessions[sessions.length - 1];
    if (last !== undefined && last.id === id) last.paths.push(path);
    else sessions.push({ id, paths: [path] });
  }
  return sessions;
}
