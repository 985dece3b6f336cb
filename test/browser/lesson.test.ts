import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { needChromium } from "./chromium.js";
import { cellElement, command, type Lab, openLab, runCell, setDark, shots, write } from "./lab.js";

const wrong = `// exercise: 01-one-key/flip
function flip(box: Uint8Array, known: string, wanted: string): Uint8Array {
  const forged = box.slice();
  for (let i = 0; i < known.length; i++) forged[12 + i] ^= wanted.charCodeAt(i);
  return forged;
}`;
const endless = wrong.replace("i++", "i += 0");
const right = wrong.replace("^= wanted.charCodeAt(i)", "^= known.charCodeAt(i) ^ wanted.charCodeAt(i)");

describe("lesson 1 in JupyterLab", function () {
  this.timeout(180_000);
  let lab: Lab;

  before(async function () {
    needChromium(this);
    lab = await openLab("01-one-key.ipynb");
  });

  after(async () => {
    await lab?.close();
  });

  const checkShows = async (answer: string, said: RegExp, shot: string): Promise<string> => {
    await write(lab.page, "flip-answer", answer);
    await runCell(lab.page, "flip-answer");
    await runCell(lab.page, "flip-check");
    const cell = await cellElement(lab.page, "flip-check");
    await cell.scrollIntoViewIfNeeded();
    await cell.getByText(said).first().waitFor({ timeout: 30_000 });
    for (const dark of [false, true]) {
      await setDark(lab.page, dark);
      await cell.screenshot({ path: join(shots, `${shot}-${dark ? "dark" : "light"}.png`) });
    }
    await setDark(lab.page, false);
    return cell.innerText();
  };

  it("runs from top to bottom, and every check says that nothing is answered yet", async () => {
    await command(lab.page, "notebook:run-all-cells");
    for (const id of ["flip-check", "seal-open-check"]) {
      const cell = await cellElement(lab.page, id);
      await cell.scrollIntoViewIfNeeded();
      await cell.getByText("not answered yet").waitFor({ timeout: 60_000 });
    }
    for (const id of ["xor-lock", "alice", "why-one-bit", "tagged", "reveal-one-bit"]) {
      const cell = await cellElement(lab.page, id);
      await cell.scrollIntoViewIfNeeded();
      for (const dark of [false, true]) {
        await setDark(lab.page, dark);
        await cell.screenshot({ path: join(shots, `${id}-${dark ? "dark" : "light"}.png`) });
      }
    }
    await setDark(lab.page, false);
  });

  it("a wrong answer: the claim that fails, what Bob read, and the call are shown", async () => {
    const shown = await checkShows(wrong, /fails/, "wrong");
    expect(shown).to.contain("makes Bob read the wanted text");
    expect(shown).to.match(/Bob read/);
    expect(shown).to.contain("flip(");
  });

  it("an endless loop: the time-out is shown, and the notebook goes on", async () => {
    const shown = await checkShows(endless, /took longer than 2 s/, "endless");
    expect(shown).to.contain("stopped");
  });

  it("then the right answer: all claims hold, and the points are there", async () => {
    const shown = await checkShows(right, /all 4 claims/, "right");
    expect(shown).to.contain("18 of 18 points");
    expect(shown).to.contain("3 more checks (12 points) run when graded");
  });

  it("nothing failed on the page, and nothing asked for another host", () => {
    expect(lab.problems).to.deep.equal([]);
  });
});
