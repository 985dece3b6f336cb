import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { commitTimes, parseTimes } from "../../grader/times.js";
import { withFolder } from "./arrange.js";

function git(folder: string, date: string, ...args: string[]): void {
  const who = {
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@a",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@a",
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
  };
  execFileSync("git", args, { cwd: folder, env: { ...process.env, ...who }, stdio: "ignore" });
}

/** A repository in which lesson 1 was committed, then lesson 2. */
function commitBoth(folder: string): void {
  git(folder, "", "init", "--quiet");
  for (const [lesson, date] of [
    ["01-basics", "2027-01-20T10:00:00Z"],
    ["02-more", "2027-01-27T10:00:00Z"],
  ] as const) {
    mkdirSync(join(folder, "notebooks"), { recursive: true });
    writeFileSync(join(folder, "notebooks", `${lesson}.ipynb`), "{}");
    git(folder, date, "add", ".");
    git(folder, date, "commit", "--quiet", "-m", lesson);
  }
}

describe("times of hand-in from git", () => {
  it("are those of the last commit that touched a lesson, so that a later lesson makes an earlier one no later", async () => {
    await withFolder({}, async (folder) => {
      commitBoth(folder);
      expect(Object.fromEntries(await commitTimes(folder, ["01-basics", "02-more", "03-never"]))).to.deep.equal({
        "01-basics": Date.UTC(2027, 0, 20, 10),
        "02-more": Date.UTC(2027, 0, 27, 10),
      });
    });
  });

  it("are not known in a folder without a repository, in one whose .git leads elsewhere, and in an empty one", async () => {
    await withFolder({ "linked/.git": "gitdir: ../real/.git\n", "none/a": "" }, async (folder) => {
      mkdirSync(join(folder, "real"));
      commitBoth(join(folder, "real"));
      mkdirSync(join(folder, "empty"));
      git(join(folder, "empty"), "", "init", "--quiet");
      for (const name of ["linked", "none", "empty"]) expect([...(await commitTimes(join(folder, name), ["01-basics"]))]).to.deep.equal([]);
    });
  });

  it("start no program that the repository's settings name", async function () {
    if (process.platform === "win32") this.skip();
    await withFolder({}, async (folder) => {
      commitBoth(folder);
      const canary = join(folder, "started");
      writeFileSync(join(folder, "evil.sh"), `#!/bin/sh\ntouch ${canary}\n`, { mode: 0o755 });
      const evil = join(folder, "evil.sh");
      const settings = [
        `[core]\n\tfsmonitor = ${evil}\n\tpager = ${evil}\n\tsshCommand = ${evil}\n\thooksPath = ${folder}\n\teditor = ${evil}\n\tgitProxy = ${evil}\n\taskPass = ${evil}`,
        `[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${evil}\n[diff]\n\texternal = ${evil}\n[pager]\n\trev-list = ${evil}`,
        `[remote "origin"]\n\turl = ssh://x/y\n\tpromisor = true\n\tpartialclonefilter = blob:none\n[extensions]\n\tpartialClone = origin\n[credential]\n\thelper = ${evil}`,
      ];
      appendFileSync(join(folder, ".git", "config"), settings.join("\n"));
      // An object that is missing would be fetched.
      execFileSync("sh", ["-c", "rm -rf .git/objects/??"], { cwd: folder });
      await commitTimes(folder, ["01-basics"]);
      expect(existsSync(canary)).to.equal(false);
    });
  });
});

describe("a list of times", () => {
  it("is read by the names of its columns, with offsets", () => {
    const times = parseTimes("\uFEFFsubmitted,name\r\n2027-01-20T18:30:00+01:00,alice\r\n2027-01-20 18:30:00Z,bob\r\n", "times.csv");
    expect([...times]).to.deep.equal([
      ["alice", Date.UTC(2027, 0, 20, 17, 30)],
      ["bob", Date.UTC(2027, 0, 20, 18, 30)],
    ]);
  });

  it("is refused without its head, and where a time has no offset, with the line", () => {
    expect(() => parseTimes("alice,2027-01-20T18:30Z\n", "times.csv")).to.throw("times.csv:1: the first line must name the columns name and submitted");
    expect(() => parseTimes("name,submitted\nalice,yesterday\n", "times.csv")).to.throw('times.csv:2: "yesterday" is no time with its offset');
    expect(() => parseTimes("name,submitted\na,2027-01-20T18:30Z\nalice,2027-01-20T18:30\n", "times.csv")).to.throw("times.csv:3: ");
  });
});
