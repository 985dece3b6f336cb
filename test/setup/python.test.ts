import { expect } from "chai";
import { describe, it } from "mocha";
import { isRecent, missingPython, parseProbe, pythonCandidates } from "../../setup/python.js";

describe("the search for Python", () => {
  it("tries the launcher first on Windows, and never elsewhere", () => {
    expect(pythonCandidates("win32", {})[0]).to.deep.equal(["py", "-3"]);
    expect(pythonCandidates("darwin", {}).flat()).to.not.include("py");
  });

  it("tries the one that PYTHON names before all others", () => {
    expect(pythonCandidates("linux", { PYTHON: "/opt/my python" })).to.deep.equal([["/opt/my python"], ["python3"], ["python"]]);
  });

  it("compares minor versions as numbers", () => {
    expect(["3.8.18", "2.7.18"].filter(isRecent)).to.deep.equal([]);
    expect(["3.9.0", "3.10.1", "3.14.0", "4.0.0"].filter(isRecent)).to.have.length(4);
  });

  it("reads a path with spaces and non-ASCII letters", () => {
    const probe = `{"executable": "C:\\\\J\\u00f6rg K\\\\python.exe", "version": "3.12.1", "hasPip": true, "hasEnsurepip": false}\r\n`;
    expect(parseProbe(probe)).to.deep.equal({ executable: "C:\\Jörg K\\python.exe", version: "3.12.1", hasPip: true, hasEnsurepip: false });
  });

  for (const answer of [
    "",
    "Python was not found; run without arguments to install from the Microsoft Store",
    "null",
    `{"executable": "", "version": "3.12.1"}`,
    `{"executable": "/p", "version": "three"}`,
  ]) {
    it(`takes ${JSON.stringify(answer.slice(0, 40))} for no Python`, () => {
      expect(parseProbe(answer)).to.equal(undefined);
    });
  }

  it("says what it found, what is needed and how to get it", () => {
    const sentence = missingPython([{ executable: "/usr/bin/python3", version: "3.8.10", hasPip: true, hasEnsurepip: true }], "linux");
    expect(sentence).to.include("/usr/bin/python3").and.include("3.8.10").and.include("3.9").and.include("apt install");
    expect(missingPython([], "win32")).to.include("winget install");
  });
});
