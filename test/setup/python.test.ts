import { expect } from "chai";
import { describe, it } from "mocha";
import { isRecent, missingPython, noPip, parseProbe, pythonCandidates, type Unfit } from "../../setup/python.js";

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

  const none: Unfit = { tooOld: [], placeholder: false, named: undefined };
  const old: Unfit["tooOld"][number] = { executable: "/usr/bin/python3", version: "3.8.10", hasPip: true, hasEnsurepip: true };
  const ELSEWHERE = "If you have one elsewhere, name it in the environment variable PYTHON";

  it("says how to get one where there is none", () => {
    expect(missingPython(none, "linux")).to.equal(
      `JupyterLab needs Python 3.9 or newer, and there is none here; install it with your package manager, for example: sudo apt install python3 python3-venv, then run npm start again. ${ELSEWHERE}`,
    );
    expect(missingPython(none, "darwin")).to.include("; install it with: xcode-select --install, then run npm start again");
  });

  it("says what is too old", () => {
    expect(missingPython({ ...none, tooOld: [old] }, "linux")).to.match(
      /^JupyterLab needs Python 3\.9 or newer, and here is only 3\.8\.10 \(\/usr\/bin\/python3\); install/,
    );
  });

  it("knows the Microsoft Store's placeholder", () => {
    expect(missingPython({ ...none, placeholder: true }, "win32")).to.equal(
      `JupyterLab needs Python 3.9 or newer, and here is only the Microsoft Store's placeholder for it; install it with: winget install Python.Python.3.13, then run npm start again. ${ELSEWHERE}`,
    );
  });

  it("says that the one which PYTHON names does not do", () => {
    expect(missingPython({ ...none, named: "/opt/py" }, "linux")).to.match(/The environment variable PYTHON names \/opt\/py, which does not do$/);
  });

  it("says what Debian's Python lacks", () => {
    expect(noPip({ ...old, hasPip: false, hasEnsurepip: false })).to.equal(
      "/usr/bin/python3 lacks pip and the module ensurepip, so JupyterLab cannot be installed; on Debian and Ubuntu run: sudo apt install python3-venv, elsewhere install Python from python.org, then run npm start again",
    );
  });
});
