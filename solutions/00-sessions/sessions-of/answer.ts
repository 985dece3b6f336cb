// for learning: which requests belong together?

/** One request. `port` names its TCP connection; `cookie` is the id it sent, `setCookie` the id it was given. */
export type Req = { port: number; cookie: string | null; setCookie: string | null; path: string };

/** Returns one record per HTTP session, in the order in which they first appear. */
export function sessionsOf(reqs: Req[]): { id: string; paths: string[] }[] {
  const sessions = new Map<string, string[]>(); // keeps the order of first appearance
  for (const { cookie, setCookie, path } of reqs) {
    const id = cookie ?? setCookie;
    if (id === null) continue;
    const paths = sessions.get(id) ?? [];
    paths.push(path);
    sessions.set(id, paths);
  }
  return [...sessions].map(([id, paths]) => ({ id, paths }));
}
