// hint: The first page is missing. A browser has no cookie on its first request; the server hands the id out in the response. Look there too.
// caught by: counts the first request, which has no cookie yet
import { type Req, sessionsOf as right } from "../answer.js";

export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  return right(reqs.filter(({ cookie }) => cookie !== null));
}
