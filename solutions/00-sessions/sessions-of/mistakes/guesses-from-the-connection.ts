// hint: A request without any id was filed under the session that had used its connection before. A connection may be shared: without an id, nobody knows whose it was. Leave it out.
// caught by: leaves out requests that belong to no session
import { type Req, sessionsOf as right } from "../answer.js";

export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  const last = new Map<number, string>();
  return right(
    reqs.map((req) => {
      const id = req.cookie ?? req.setCookie ?? last.get(req.port) ?? null;
      if (id !== null) last.set(req.port, id);
      return { ...req, cookie: id };
    }),
  );
}
