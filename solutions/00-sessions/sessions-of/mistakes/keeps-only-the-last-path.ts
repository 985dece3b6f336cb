// hint: Of each session only one path is left: a new request took the place of the one before. Add the path to those that are there.
// caught by: separates two browsers
import { type Req, sessionsOf as right } from "../answer.js";

export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  return right(reqs).map(({ id, paths }) => ({ id, paths: paths.slice(-1) }));
}
