// hint: Of each session the first path is missing. The request with which it begins belongs to it too: where you make a new record, put its path in.
// caught by: separates two browsers
import { type Req, sessionsOf as right } from "../answer.js";

export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  return right(reqs).map(({ id, paths }) => ({ id, paths: paths.slice(1) }));
}
