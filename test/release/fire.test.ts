import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { exercises, firstCourse } from "./fire.js";
import { makeTemplate, tellMany } from "./fire-story.js";

/** test/slow tells more. */
const stories = 12;

describe("releases into a folder where a student works", function () {
  this.timeout(120_000);
  const root = mkdtempSync(join(tmpdir(), "session-keys-fire-"));
  const template = join(root, "template");

  before(() => makeTemplate(template, firstCourse));
  after(() => rmSync(root, { recursive: true, force: true }));

  it(`lose nothing of hers, and say what they did, in ${stories} random stories with git`, async () => {
    await tellMany(root, { template, course: firstCourse, exercises }, stories);
  });
});
