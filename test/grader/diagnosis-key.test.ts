import { basename, dirname } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { observers } from "../../grader/diagnosis.js";

describe("a table of known mistakes", () => {
  it("is out of date when anything changes that suites or references are made of", () => {
    const names = observers.map((file) => `${basename(dirname(file))}/${basename(file)}`);
    expect(names).to.include.members([
      "suite/index.js",
      "suite/random.js",
      "suite/attack.js",
      "suite/tls-server.js",
      "suite/tls-certificate.js",
      "given/client.js",
      "run/worker.js",
    ]);
    expect(new Set(names).size).to.equal(names.length);
  });
});
