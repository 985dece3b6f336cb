/** What test/release/fire.test.ts tells in short: many random stories, and some that begin with the students' copy as it really is. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { courseRoot, readCourse } from "../../grader/course.js";
import { lesson, makeRelease } from "../ci/class.js";
import { exercises, filesOf, firstCourse } from "../release/fire.js";
import { makeTemplate, tellMany } from "../release/fire-story.js";

const stories = Number(process.env["STORIES"] ?? 1000);
const whole = Math.ceil(stories / 10);

describe("releases into folders where students work", function () {
  this.timeout(0);
  const root = mkdtempSync(join(tmpdir(), "session-keys-releases-"));
  after(() => rmSync(root, { recursive: true, force: true }));

  it(`lose nothing in ${stories} random stories`, async () => {
    const template = join(root, "small");
    makeTemplate(template, firstCourse);
    const told = await tellMany(root, { template, course: firstCourse, exercises }, stories);
    process.stdout.write(`      ${JSON.stringify(told)}\n`);
    // Else the stories would tell nothing.
    expect(Object.values(told).every((count) => count > stories / 20)).to.equal(true);
  });

  it(`lose nothing in ${whole} random stories of the real students' copy`, async () => {
    const copy = makeRelease();
    const course = new Map(
      filesOf(copy)
        .filter((path) => path !== "release.json")
        .map((path) => [path, readFileSync(join(copy, path), "utf8")]),
    );
    const template = join(root, "whole");
    makeTemplate(template, course);
    const { exercises: all } = await readCourse(courseRoot);
    const told = await tellMany(root, { template, course, exercises: all.filter(({ id }) => id.startsWith(lesson)) }, whole);
    process.stdout.write(`      ${JSON.stringify(told)}\n`);
  });
});
