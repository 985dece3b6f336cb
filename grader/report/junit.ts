/**
 * The report as JUnit XML, in the flavour that Jenkins' junit-10.xsd, Surefire and GitLab share. That schema knows `file` on a suite only,
 * and no line: the place of a failure stands in its text. Nothing depends on the clock, so every time is 0.
 */
import type { End, Outcome, StudentReport } from "../model.js";
import { clipped, evidenceText, lateSentence, stopSentence } from "./phrases.js";
import { points, visible } from "./words.js";

interface Case {
  readonly name: string;
  readonly end: End;
  readonly logs: readonly string[];
}

/** @param name - of the whole, for example the course's. One suite for each exercise of each submission. */
export function junitReport(name: string, reports: readonly StudentReport[]): string {
  const unique = uniqueNames();
  const suites = reports.flatMap((report) => report.outcomes.map((outcome) => ({ report, outcome, cases: casesOf(outcome) })));
  const all = counts(suites.flatMap(({ cases }) => cases));
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites${attributes({ name, tests: all.tests, failures: all.failures, errors: all.errors, time: "0" })}>
${suites.map(({ report, outcome, cases }) => suiteXml(report.name, outcome, cases, unique)).join("")}</testsuites>
`;
}

/** What has no claims to show is still one case: no verdict is never a pass. */
function casesOf({ state, stop, claims }: Outcome): Case[] {
  const only = (name: string, end: End): Case[] => [{ name, end, logs: [] }];
  if (state === "unanswered") return only("is answered", { kind: "failed", failure: { message: "not answered yet" } });
  if (stop !== undefined) return only("can be judged", { kind: "error", stop });
  if (claims.length === 0) return only("is judged", { kind: "skipped", because: "its checks run when graded" });
  return claims.map(({ title, hidden, end, logs }) => ({ name: hidden ? `${title} (hidden)` : title, end, logs }));
}

function counts(cases: readonly Case[]): Record<"tests" | "failures" | "errors" | "skipped", string> {
  const count = (kind: End["kind"]): string => String(cases.filter(({ end }) => end.kind === kind).length);
  return { tests: String(cases.length), failures: count("failed"), errors: count("error"), skipped: count("skipped") };
}

function suiteXml(submission: string, outcome: Outcome, cases: readonly Case[], unique: (key: string, name: string) => string): string {
  const classname = `${submission}.${outcome.exercise}`;
  const file = outcome.from?.replace(/, cell \d+$/, "");
  const properties = [
    ["points", points(outcome.points100)],
    ["max-points", points(outcome.max100)],
    ...(outcome.late ? [["late", lateSentence(outcome.late)]] : []),
    ...outcome.notes.map((note) => ["note", note]),
  ].map(([key = "", value = ""]) => `   <property${attributes({ name: key, value })}/>\n`);
  const suite = { name: `${submission} ${outcome.exercise}`, ...counts(cases), time: "0", ...(file === undefined ? {} : { file }) };
  return ` <testsuite${attributes(suite)}>
  <properties>
${properties.join("")}  </properties>
${cases.map((one) => caseXml(one, classname, unique(classname, one.name))).join("")} </testsuite>
`;
}

function caseXml({ end, logs }: Case, classname: string, name: string): string {
  const printed = logs.length === 0 ? "" : `   <system-out>${text(clipped(logs.join("\n")))}</system-out>\n`;
  const inner = `${endXml(end)}${printed}`;
  const open = `  <testcase${attributes({ name, classname, time: "0" })}`;
  return inner === "" ? `${open}/>\n` : `${open}>\n${inner}  </testcase>\n`;
}

function endXml(end: End): string {
  const body = text(clipped(evidenceText(end)));
  switch (end.kind) {
    case "passed":
      return "";
    case "skipped":
      return `   <skipped${attributes({ message: end.because })}/>\n`;
    case "error":
      return `   <error${attributes({ message: stopSentence(end.stop), type: end.stop.cause })}>${body}</error>\n`;
    case "failed": {
      const { diagnosis, hint, message } = end.failure;
      return `   <failure${attributes({ message: hint ?? message, type: diagnosis ? "known mistake" : "claim does not hold" })}>${body}</failure>\n`;
    }
  }
}

/** GitLab drops every later case whose class and name have been seen. */
function uniqueNames(): (classname: string, name: string) => string {
  const taken = new Set<string>();
  return (classname, name) => {
    let tried = name;
    for (let count = 2; taken.has(keyOf(classname, tried)); count += 1) tried = `${name} (${count})`;
    taken.add(keyOf(classname, tried));
    return tried;
  };
}

/** As a reader of the file sees them. */
const keyOf = (classname: string, name: string): string => JSON.stringify([legal(clipped(classname)), legal(clipped(name))]);

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;" };

const attributes = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${legal(clipped(value)).replace(/[&<>"\n\t]/g, (sign) => ENTITIES[sign] ?? "")}"`)
    .join("");

const text = (value: string): string => legal(value).replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? "");

/** XML 1.0 has no control characters, lone surrogates, U+FFFE and U+FFFF, not even escaped. They are spelled out. */
const legal = (value: string): string =>
  visible(value.replace(/\r\n/g, "\n")).replace(/\p{Cs}|[\ufffe\uffff]/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`);
