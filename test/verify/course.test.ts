import { expect } from "chai";
import { describe, it } from "mocha";
import { run } from "../docs/commands.js";

describe("the course", () => {
  it("holds: `npm run verify` finds nothing", function () {
    this.timeout(1_800_000);
    const { status, stdout } = run("npm run verify");
    expect(stdout).not.to.match(/^(fails| {2})/m);
    expect(status).to.equal(0);
  });
});
