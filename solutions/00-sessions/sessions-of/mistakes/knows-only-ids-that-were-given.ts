// hint: A session is missing: its id was sent, but the log does not say when it was given. That was before the log began. An id that a browser sends is reason enough for a session.
// caught by: counts the first request, which has no cookie yet
import { type Req, sessionsOf as right } from "../answer.js";

export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  const given = reqs.map(({ setCookie }) => setCookie);
  return right(reqs).filter(({ id }) => given.includes(id));
}
