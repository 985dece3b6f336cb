// hint: Right groups, wrong order: sessions should stand in the order in which they first appear in the log. (A plain object sorts ids that are numbers. A Map keeps its order.)
// caught by: separates two browsers
import { type Req, sessionsOf as right } from "../answer.js";

export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  return right(reqs).sort((a, b) => (a.id < b.id ? -1 : 1));
}
