// hint: A page that was asked for twice stands in your list once. Each request counts.
// caught by: keeps one session together over three TCP connections
import { type Req, sessionsOf as right } from "../answer.js";

export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  return right(reqs).map(({ id, paths }) => ({ id, paths: [...new Set(paths)] }));
}
