// hint: This request was sent under the old id; the new one only counts from the next request on. Look at the sent id first.
// caught by: files a request under the id it sent when the response gives a new one
import { type Req, sessionsOf as right } from "../answer.js";

export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  return right(reqs.map(({ cookie, setCookie, ...rest }) => ({ ...rest, cookie: setCookie ?? cookie, setCookie: null })));
}
