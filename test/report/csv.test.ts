import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import Papa from "papaparse";
import { guarded, readSheet, writeSheet } from "../../grader/report/csv.js";
import { type Filled, type FillRow, fillExport, type Refused } from "../../grader/report/fill.js";
import { marksCsv } from "../../grader/report/marks.js";
import { expectSnapshot } from "../snapshot.js";
import { anyReport, anyText, attacks, outcome, report, samples } from "./samples.js";
import { asUtf8 } from "./texts.js";

const rowsOf = (text: string, delimiter = ","): string[][] => Papa.parse<string[]>(text, { delimiter, newline: "\r\n" }).data;
/** What a spreadsheet takes for a formula, at the beginning of a cell. */
const live = /^[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/;

describe("marks as CSV", () => {
  it("read like the file marks.csv", () => {
    expectSnapshot("adapters/marks.csv", asUtf8(marksCsv(Object.values(samples))).replace(/\r\n/g, "\n"));
  });

  it("have a line a submission and a column an exercise, empty where it is unanswered", () => {
    const one = report("anna", [outcome({ exercise: "01-a/b", points100: 550 }), outcome({ exercise: "01-a/c", state: "unanswered" })]);
    const other = report("bert", [outcome({ exercise: "02-d/e", points100: 0 })]);
    expect(marksCsv([one, other])).to.equal("name,points,max,01-a/b,01-a/c,02-d/e\r\nanna,5.5,12,5.5,,\r\nbert,0,6,,,0\r\n");
  });

  it("read back cell by cell, and no cell begins a formula, whatever a submission is called", () => {
    fc.assert(
      fc.property(fc.array(anyReport, { minLength: 1, maxLength: 3 }), (reports) => {
        const rows = rowsOf(marksCsv(reports)).slice(1, -1);
        expect(rows.map(([name, points, max]) => [name, points, max])).to.deep.equal(
          reports.map((one) => [guarded(one.name), String(one.points100 / 100), String(one.max100 / 100)]),
        );
        expect(rows.flat().filter((cell) => live.test(cell))).to.deep.equal([]);
      }),
    );
  });

  it("nor where a program splits at another delimiter", () => {
    fc.assert(
      fc.property(fc.array(anyReport, { minLength: 1, maxLength: 2 }), (reports) => {
        for (const delimiter of [";", "\t", "|"]) {
          const cells = marksCsv(reports)
            .split(/\r\n|\n/)
            .flatMap((line) => line.split(delimiter));
          expect(cells.filter((cell) => live.test(cell))).to.deep.equal([]);
        }
      }),
    );
  });
});

describe("a sheet", () => {
  const cell = fc.oneof(anyText, fc.constantFrom("", "a", ' "b"', "ä", "7,5"));
  const sheet = fc.tuple(
    fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
    fc.constantFrom(",", ";", "\t"),
    fc.constantFrom("\n", "\r\n"),
    fc.boolean(),
  );

  it("reads what papaparse writes, each cell", () => {
    fc.assert(
      fc.property(sheet, ([rows, delimiter, newline, quotes]) => {
        const square = [["one", "two", "three", "four", "five"], ...rows];
        const read = readSheet(Papa.unparse(square, { delimiter, newline, quotes }));
        if ("unclosedAt" in read) throw new Error("not read");
        const full = square.map((cells) => [...cells]);
        // A last line that is empty is the end of the line before.
        if (full.at(-1)?.join("") === "" && full.at(-1)?.length === 1 && !quotes) full.pop();
        expect(read.rows.map(({ cells }) => cells.map(({ value }) => value))).to.deep.equal(full);
      }),
    );
  });

  it("writes what it read, byte by byte, whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: fc.constantFrom(...'a,;\t"\r\n\ufeff') })), (text) => {
        const read = readSheet(text);
        fc.pre(!("unclosedAt" in read));
        if (!("unclosedAt" in read)) expect(writeSheet(read)).to.equal(text);
      }),
    );
  });

  it("says where a quote is never closed", () => {
    expect(readSheet('a,b\n1,2\n3,"4\n5,6\n')).to.deep.equal({ unclosedAt: 3 });
  });
});

const row = (name: string, points100: number, changed: Partial<FillRow> = {}): FillRow => ({ names: [name], points100, max100: 1000, comment: "", ...changed });

function filled(result: Filled | Refused): Filled {
  if (result.kind === "refused") throw new Error(`${result.why}; ${result.cure}`);
  return result;
}

const lines = (...all: string[]): string => all.map((line) => `${line}\r\n`).join("");

const canvas = lines(
  "Student,ID,SIS User ID,SIS Login ID,Section,Sessions (100),Session keys (101),Current Score",
  ",,,,,Manual Posting,,",
  "    Points Possible,,,,,5,10,(read only)",
  '"Doe, Jane",1001,00123,jane@uni.example,"A, morning",4,,80.0',
  '"Zoë O\'Neil",1002,00124,zoe@uni.example,"A, morning",,3.50,',
  '"Muster, Max",1003,00125,max,B,,EX,',
  '"Student, Test",1004,,x,A,,,',
);

describe("filling an export of Canvas", () => {
  const fill = (rows: readonly FillRow[], column: string | undefined = "Session keys", text = canvas) => fillExport(text, rows, column);

  it("fills the one column, and no other byte changes", () => {
    const { text, ...said } = filled(fill([row("jane", 725), row("1002", 900), row("max", 100), row("who", 1)]));
    expect(text).to.equal(canvas.replace('morning",4,,80.0', 'morning",4,7.25,80.0').replace(",3.50,", ",9,"));
    expect(said).to.deep.equal({
      ...{ kind: "filled", from: "Canvas", column: "Session keys (101)", filled: 2, unmatched: ["who"], ambiguous: [] },
      ...{ empty: ["Student, Test"], kept: ["Muster, Max"], changed: [{ name: "Zoë O'Neil", before: "3.50", after: "9" }] },
    });
  });

  for (const name of [
    "jane",
    "JANE@uni.example",
    "Jane Doe",
    "doe, jane",
    "1001",
    "00123",
    "doejane_1001_77_answers.zip",
    "doejane_LATE_1001_77_answers.zip",
  ]) {
    it(`finds Jane Doe as ${name}`, () => {
      expect(filled(fill([row(name, 500)])).filled).to.equal(1);
    });
  }

  it("leaves a grade that is the same as it is written", () => {
    const { text, changed } = filled(fill([row("1002", 350)]));
    expect([text, changed]).to.deep.equal([canvas, []]);
  });

  it("asks for a name if there are several assignments, and takes name, number or both", () => {
    const refused = fillExport(canvas, [], undefined);
    expect(refused).to.include({ kind: "refused", why: "the file holds several assignments", cure: "name one of “Sessions (100)”, “Session keys (101)”" });
    for (const column of ["101", "Session keys", "Session keys (101)"]) expect(filled(fill([], column)).column).to.equal("Session keys (101)");
    expect(fill([], "Current Score")).to.include({ kind: "refused" });
  });

  it("refuses a name that two assignments have", () => {
    expect(fill([], "HW", canvas.replace("Sessions (100)", "HW (100)").replace("Session keys (101)", "HW (101)"))).to.include({
      kind: "refused",
      why: "2 assignments are called “HW”",
    });
  });

  it("scales to another maximum, and says so", () => {
    const result = filled(fill([row("jane", 3000, { max100: 4000 })]));
    expect(result.scaled).to.deep.equal({ from: 40, to: 10 });
    expect(result.text).to.contain('morning",4,7.5,80.0');
  });

  it("writes commas and semicolons where the file has them, keeps BOM and line ends", () => {
    const german = `\ufeff${canvas.replaceAll(",", ";").replaceAll("\r\n", "\n").replace("3.50", "3,50").replace('"Doe; Jane"', '"Doe, Jane"')}`;
    const { text } = filled(fill([row("jane", 725)], "Session keys", german));
    expect(text).to.equal(german.replace('morning";4;;80.0', 'morning";4;7,25;80.0'));
  });

  it("takes first and last names in two columns", () => {
    const split = canvas
      .replace("Student,ID", "LastName,FirstName,ID")
      .replace('"Doe, Jane"', "Doe,Jane")
      .replace("Possible,", "Possible,,")
      .replace("\n,,,,,M", "\n,,,,,,M");
    expect(filled(fill([row("Jane Doe", 500)], "Session keys", split)).filled).to.equal(1);
  });

  it("fills nobody where a name fits two, or two submissions fit one", () => {
    const twins = canvas.replace(",max,", ",jane@other.example,");
    const result = filled(fill([row("jane", 500), row("1002", 100), row("zoe", 200)], "Session keys", twins));
    expect([result.text, result.ambiguous]).to.deep.equal([twins, ["jane", "1002", "zoe"]]);
  });

  it("a section is no name", () => {
    expect(filled(fill([row("B", 500)])).unmatched).to.deep.equal(["B"]);
  });
});

const moodle = lines(
  "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments",
  'Participant 501,Jane Doe,jane@uni.example,"Submitted for grading",,10.00,Yes,"Friday, 20 November 2026, 9:58 PM",-,',
  'Participant 502,"Zoë O\'Neil",zoe@uni.example,"Submitted for grading",3.50,10.00,Yes,"Friday, 20 November 2026, 9:58 PM",-,"old, with comma"',
  "Participant 503,Max Muster,max@uni.example,No submission,,10.00,Yes,-,-,",
);
const german = lines(
  "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),Feedback als Kommentar",
  'Teilnehmer/in501,Jane Doe,jane@uni.example,Zur Bewertung abgegeben,,"10,00",Ja,"Freitag, 20. November 2026, 21:58",-,',
  'Teilnehmer/in502,Max Muster,max@uni.example,Zur Bewertung abgegeben,"3,50","10,00",Ja,"Freitag, 20. November 2026, 21:58",-,',
);

describe("filling a worksheet of Moodle", () => {
  it("fills grade and feedback, and no other byte changes", () => {
    const { text, ...said } = filled(fillExport(moodle, [row("jane", 725, { comment: "7.25 of 10" }), row("502", 300, { comment: "less" })]));
    expect(text).to.equal(
      moodle
        .replace('grading",,10.00', 'grading",7.25,10.00')
        .replace(/-,(\r\nParticipant 502)/, "-,7.25 of 10$1")
        .replace("3.50", "3")
        .replace("old, with comma", "less"),
    );
    expect(said).to.deep.equal({
      ...{ kind: "filled", from: "Moodle", column: "Grade", filled: 2, unmatched: [], ambiguous: [], empty: ["Max Muster (Participant 503)"], kept: [] },
      changed: [{ name: "Zoë O'Neil (Participant 502)", before: "3.50", after: "3" }],
    });
  });

  it("reads other languages by the order of columns, and writes their comma", () => {
    const { text, column } = filled(fillExport(german, [row("jane", 725, { comment: "gut" })]));
    expect(column).to.equal("Bewertung");
    expect(text).to.equal(german.replace('abgegeben,,"10,00"', 'abgegeben,"7,25","10,00"').replace(/-,(\r\nTeilnehmer\/in502)/, "-,gut$1"));
  });

  it("reads a language that it has no word of", () => {
    const other = moodle.replace("Grade,Maximum Grade", "Xgrad,Xmax").replace("Feedback comments", "Xtext");
    const { text } = filled(fillExport(other, [row("jane", 700, { comment: "c" })]));
    expect(text).to.equal(other.replace('grading",,10.00', 'grading",7,10.00'));
  });

  for (const name of ["Participant 501", "501", "Jane Doe_501_assignsubmission_file_", "jane"]) {
    it(`finds Jane Doe as ${name}`, () => {
      expect(filled(fillExport(moodle, [row(name, 500)])).filled).to.equal(1);
    });
  }

  it("a state is no name", () => {
    expect(filled(fillExport(moodle, [row("No submission", 500)])).unmatched).to.deep.equal(["No submission"]);
  });

  it("finds students by number where names are hidden", () => {
    const blind = moodle.replace("Full name,Email address,", "").replace(/(Participant \d+),[^,]+,[^,]+,/g, "$1,");
    expect(filled(fillExport(blind, [row("Participant 501", 500)])).filled).to.equal(1);
  });

  it("refuses a scale, a row that is torn, a quote that is not closed, and what is not UTF-8", () => {
    const scale = moodle.replaceAll("10.00", "Good, Bad").replaceAll("Good, Bad", "Good-Bad").replace("3.50", "Good");
    expect(fillExport(scale, [])).to.include({ kind: "refused", why: "no column of marks stands before one of their maximum" });
    expect(fillExport(moodle.replace("Jane Doe,", ""), [])).to.include({ kind: "refused", where: "line 2" });
    expect(fillExport(`${moodle}"x`, [])).to.include({ kind: "refused", where: "line 5" });
    expect(fillExport(moodle.replace("ë", "\ufffd"), [])).to.include({ kind: "refused", why: "the file is not UTF-8" });
  });
});

describe("filling", () => {
  it("refuses a file that is no gradebook, and says where to get one", () => {
    for (const text of ["", "a", "name,points\nanna,3\n", "<!doctype html>\n<p>log in</p>"]) {
      expect(fillExport(text, [])).to.include({ kind: "refused", where: "line 1" }).and.to.have.property("cure").that.contains("download it anew");
    }
  });

  it("no comment becomes a formula or a tag in Moodle, and everything else keeps its bytes", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constant(attacks.join("\n"))), (comment) => {
        const { text } = filled(fillExport(moodle, [row("jane", 725, { comment })]));
        const [before, after] = [moodle, text].map((one) => rowsOf(one));
        const cell = after?.[1]?.[9] ?? "";
        expect(cell)
          .to.not.match(live)
          .and.not.match(/<(?!br>)/);
        expect(after?.map((cells, index) => (index === 1 ? [...cells.slice(0, 4), "", ...cells.slice(5, 9), ""] : cells))).to.deep.equal(before);
      }),
    );
  });

  it("fills no cell but those of the students that it names", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom("jane", "1002", "max", "nobody"), { minLength: 0 }), fc.integer({ min: 0, max: 1000 }), (names, points100) => {
        const {
          text,
          filled: count,
          unmatched,
        } = filled(
          fillExport(
            canvas,
            names.map((name) => row(name, points100)),
            "101",
          ),
        );
        const differing = rowsOf(text).flatMap((cells, index) => cells.flatMap((cell, at) => (cell === rowsOf(canvas)[index]?.[at] ? [] : [`${index}:${at}`])));
        expect(differing.every((at) => ["3:6", "4:6"].includes(at))).to.equal(true);
        expect(count).to.equal(names.filter((name) => name === "jane" || name === "1002").length);
        expect(unmatched).to.deep.equal(names.filter((name) => name === "nobody"));
      }),
    );
  });
});
