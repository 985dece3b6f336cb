// hint: Your list has a session named "null": as a name, null became a text of four letters. Requests without any id are strangers to each other: leave them out.
// caught by: leaves out requests that belong to no session
import { type Req, sessionsOf as right } from "../answer.js";

export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  return right(reqs.map((req) => ({ ...req, cookie: String(req.cookie ?? req.setCookie) })));
}
