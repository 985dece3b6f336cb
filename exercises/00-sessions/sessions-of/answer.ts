// for learning: which requests belong together?

/** One request. `port` names its TCP connection; `cookie` is the id it sent, `setCookie` the id it was given. */
export type Req = { port: number; cookie: string | null; setCookie: string | null; path: string };

/** Returns one record per HTTP session, in the order in which they first appear. */
export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  throw new Error("not written yet");
}
