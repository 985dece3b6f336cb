import type * as Exercise from "./answer.js";
import { describe, it } from "mocha";
import { expect, graded, record, suite, text } from "#suite";

type Session = { id: string; paths: string[] };

function list(value: unknown, what: string): readonly unknown[] {
  if (value === undefined) expect.fail(`${what} is undefined: is a return missing?`);
  if (!Array.isArray(value)) expect.fail(`${what} is no array; a Map is none either, but [...map] makes one of it`);
  return value;
}

function sessions(value: unknown): Session[] {
  return list(value, "what came back").map((each) => {
    const { id, paths } = record(each, ["id", "paths"]);
    if (id === null || id === "null" || id === undefined || id === "undefined") expect.fail(`your list has a session named ${String(id)}`);
    return { id: text(id), paths: list(paths, `paths of session ${JSON.stringify(id)}`).map(text) };
  });
}

const inWords = (found: readonly Session[]): string =>
  found.length === 0 ? "no session" : found.map(({ id, paths }) => `${id}: ${paths.join(" ")}`).join("; ");

export const claims = suite<typeof Exercise>((answer) => {
  function same(found: Session[], wanted: Session[]): void {
    expect(found, `your list says: ${inWords(found)}. The log says: ${inWords(wanted)}`).to.deep.equal(wanted);
  }

  describe("sessionsOf", () => {
    it("separates two browsers", graded({}, async () => {
      const log = (first: string, second: string) => [
        { port: 50101, cookie: first, setCookie: null, path: "/" },
        { port: 50144, cookie: second, setCookie: null, path: "/" },
        { port: 50101, cookie: first, setCookie: null, path: "/socks" },
        { port: 50144, cookie: second, setCookie: null, path: "/hats" },
        { port: 50101, cookie: first, setCookie: null, path: "/basket" },
      ];
      // In both orders, so that a sorted list is told from a reversed one.
      const found = sessions(await answer.sessionsOf(log("907", "15")));
      const other = sessions(await answer.sessionsOf(log("15", "907")));
      same(found, [{ id: "907", paths: ["/", "/socks", "/basket"] }, { id: "15", paths: ["/", "/hats"] }]);
      same(other, [{ id: "15", paths: ["/", "/socks", "/basket"] }, { id: "907", paths: ["/", "/hats"] }]);
    }));

    it("keeps one session together over three TCP connections", graded({}, async () => {
      const found = sessions(await answer.sessionsOf([
        { port: 50100, cookie: "11", setCookie: null, path: "/hats" },
        { port: 50101, cookie: "7f3a", setCookie: null, path: "/" },
        { port: 50102, cookie: "7f3a", setCookie: null, path: "/logo.png" },
        { port: 50101, cookie: "7f3a", setCookie: null, path: "/" },
        { port: 50103, cookie: "7f3a", setCookie: null, path: "/basket" },
      ]));
      const times = found.filter(({ id }) => id === "7f3a").length;
      if (times !== 1) expect.fail(`in your list the id 7f3a has ${times} sessions, not one (${inWords(found)}); four requests sent it`);
      same(found, [{ id: "11", paths: ["/hats"] }, { id: "7f3a", paths: ["/", "/logo.png", "/", "/basket"] }]);
    }));

    it("counts the first request, which has no cookie yet", graded({}, async () => {
      // One who is known already comes first: who loses each first path loses that one too.
      const found = sessions(await answer.sessionsOf([
        { port: 50100, cookie: "11", setCookie: null, path: "/hats" },
        { port: 50100, cookie: "11", setCookie: null, path: "/pay" },
        { port: 50101, cookie: null, setCookie: "7f3a", path: "/" },
        { port: 50101, cookie: "7f3a", setCookie: null, path: "/socks" },
        { port: 50101, cookie: "7f3a", setCookie: null, path: "/basket" },
      ]));
      same(found, [{ id: "11", paths: ["/hats", "/pay"] }, { id: "7f3a", paths: ["/", "/socks", "/basket"] }]);
    }));

    it("leaves out requests that belong to no session", graded({}, async () => {
      const found = sessions(await answer.sessionsOf([
        { port: 50100, cookie: "11", setCookie: null, path: "/hats" },
        { port: 50101, cookie: "7f3a", setCookie: null, path: "/socks" },
        { port: 50101, cookie: null, setCookie: null, path: "/favicon.ico" },
        { port: 50120, cookie: null, setCookie: null, path: "/robots.txt" },
        { port: 50101, cookie: "7f3a", setCookie: null, path: "/basket" },
        { port: 50101, cookie: "7f3a", setCookie: null, path: "/pay" },
      ]));
      same(found, [{ id: "11", paths: ["/hats"] }, { id: "7f3a", paths: ["/socks", "/basket", "/pay"] }]);
    }));

    it("separates two sessions that share one connection", graded({}, async () => {
      const found = sessions(await answer.sessionsOf([
        { port: 50101, cookie: "7f3a", setCookie: null, path: "/socks" },
        { port: 50101, cookie: "c0de", setCookie: null, path: "/hats" },
        { port: 50102, cookie: "c0de", setCookie: null, path: "/pay" },
        { port: 50102, cookie: "7f3a", setCookie: null, path: "/basket" },
        { port: 50102, cookie: "c0de", setCookie: null, path: "/thanks" },
        { port: 50102, cookie: "7f3a", setCookie: null, path: "/coupon" },
      ]));
      same(found, [{ id: "7f3a", paths: ["/socks", "/basket", "/coupon"] }, { id: "c0de", paths: ["/hats", "/pay", "/thanks"] }]);
    }));
  });
});
