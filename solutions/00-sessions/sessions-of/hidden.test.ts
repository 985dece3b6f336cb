import type * as Exercise from "../../../exercises/00-sessions/sessions-of/answer.js";
import { describe, it } from "mocha";
import { expect, graded, record, suite, text } from "#suite";

type Session = { id: string; paths: string[] };
type Req = Parameters<typeof Exercise.sessionsOf>[0][number];

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) expect.fail(`${what} is no array`);
  return value;
}

function sessions(value: unknown): Session[] {
  return list(value, "what came back").map((each) => {
    const { id, paths } = record(each, ["id", "paths"]);
    return { id: text(id), paths: list(paths, "paths").map(text) };
  });
}

/** Otherwise than the reference: ids first, then a look at the whole log for each. */
function byId(reqs: readonly Req[]): Session[] {
  const idOf = ({ cookie, setCookie }: Req): string | null => (cookie === null ? setCookie : cookie);
  const ids = reqs.map(idOf).filter((id, at, all): id is string => id !== null && all.indexOf(id) === at);
  return ids.map((id) => ({ id, paths: reqs.filter((each) => idOf(each) === id).map(({ path }) => path) }));
}

export const claims = suite<typeof Exercise>((answer, { random }) => {
  async function sorted(reqs: Req[], what: string): Promise<void> {
    expect(sessions(await answer.sessionsOf(reqs)), what).to.deep.equal(byId(reqs));
  }

  const hex = (): string => Array.from(random.bytes(4), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const path = (): string => random.pick(["/", "/socks", "/hats", "/basket", "/logo.png", "/pay"]);

  describe("sessionsOf", () => {
    it("sorts a fresh log", graded({ worth: 2 }, async () => {
      for (let round = 0; round < 5; round++) {
        const ids = Array.from({ length: random.int(2, 5) }, hex);
        const reqs = Array.from({ length: random.int(10, 30) }, (): Req => {
          const [kind, id] = [random.int(0, 9), random.pick(ids)];
          return {
            port: 50000 + random.int(1, 6),
            cookie: kind < 7 ? id : null,
            setCookie: kind === 7 || kind === 8 ? id : null,
            path: path(),
          };
        });
        await sorted(reqs, "another list than the log's");
      }
    }));

    it("lists sessions in order of first appearance", graded({}, async () => {
      const ids = ["zz", "10", "9", "aa", "constructor", "__proto__", ""];
      const order = [...ids].sort(() => random.int(0, 1) - 0.5);
      const reqs = [...order, ...ids].map((cookie, at): Req => ({ port: 50000 + (at % 3), cookie, setCookie: null, path: path() }));
      await sorted(reqs, "the sessions stand in another order than they first appear in, or an odd id was lost");
    }));

    it("files a request under the id it sent when the response gives a new one", graded({}, async () => {
      const [old, fresh] = [hex(), hex()];
      const reqs: Req[] = [
        { port: 50001, cookie: null, setCookie: old, path: "/" },
        { port: 50001, cookie: old, setCookie: fresh, path: "/sign-in" },
        { port: 50002, cookie: fresh, setCookie: null, path: "/basket" },
      ];
      await sorted(reqs, "/sign-in was sent under the first id; the second counts from the next request on");
    }));
  });
});
