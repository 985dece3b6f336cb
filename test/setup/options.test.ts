import { expect } from "chai";
import { describe, it } from "mocha";
import { parseOptions } from "../../setup/options.js";

describe("the options of npm start", () => {
  it("open a browser on JupyterLab's own port when none is given", () => {
    expect(parseOptions([])).to.deep.equal({ kind: "start", browser: true });
  });

  it("take --no-browser and --port", () => {
    expect(parseOptions(["--no-browser", "--port", "0"])).to.deep.equal({ kind: "start", browser: false, port: 0 });
  });

  for (const port of ["65536", "-1", "abc", "80.5", ""]) {
    it(`refuse the port "${port}"`, () => {
      expect(parseOptions([`--port=${port}`])).to.have.property("kind", "usage");
    });
  }

  it("name what they don't know", () => {
    expect(parseOptions(["--lab"]))
      .to.have.property("message")
      .that.includes("--lab");
    expect(parseOptions(["lesson"]))
      .to.have.property("message")
      .that.includes("lesson");
  });
});
