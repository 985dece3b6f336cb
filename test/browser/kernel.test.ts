/** What a student sees of our kernel, in JupyterLab. */
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { courseRoot, exerciseFiles, readText } from "../../grader/course.js";
import { cellOf } from "../../grader/extract.js";
import { needChromium } from "./chromium.js";
import { cellElement, command, type Lab, type LabWindow, openLab, runCell, setDark, shots, write } from "./lab.js";

/** Cells of lesson 1 that these tests write into. */
const [scratch, other] = ["xor-lock", "xor-unlock"];

describe("our kernel in JupyterLab", function () {
  this.timeout(180_000);
  let lab: Lab;

  before(async function () {
    needChromium(this);
    lab = await openLab("01-one-key.ipynb");
  });

  after(async () => {
    await lab?.close();
  });

  const outputOf = async (id: string) => (await cellElement(lab.page, id)).locator(".jp-Cell-outputWrapper");
  const shoot = async (id: string, shot: string): Promise<void> => {
    const cell = await cellElement(lab.page, id);
    for (const dark of [false, true]) {
      await setDark(lab.page, dark);
      await cell.screenshot({ path: join(shots, `kernel-${shot}-${dark ? "dark" : "light"}.png`) });
    }
    await setDark(lab.page, false);
  };
  /** Runs a cell of this text, waits until it shows `said`, and takes pictures. */
  const shows = async (id: string, text: string, said: RegExp, shot: string): Promise<string> => {
    await write(lab.page, id, text);
    await runCell(lab.page, id);
    const output = await outputOf(id);
    await output.getByText(said).first().waitFor({ timeout: 30_000 });
    await shoot(id, shot);
    return output.innerText();
  };
  const idle = (): Promise<unknown> =>
    lab.page.waitForFunction(() => (globalThis as unknown as LabWindow).jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle");

  it("a wrong type: line and column, the code with a mark, and what is wrong", async () => {
    const shown = await shows(scratch, "const nonce = new Uint8Array(12);\nconst text: string = nonce;", /not assignable/, "wrong-type");
    expect(shown)
      .to.match(/TypeCheckError: Type 'Uint8Array' is not assignable to type 'string'\./)
      .and.match(/cell \d+, line 2:7/)
      .and.contain("^^^^");
  });

  it("a thrown error: its name, the line in the cell, and who called", async () => {
    const code =
      'function open(box: Uint8Array): string {\n  if (box.length < 28) throw new RangeError("the box is too short");\n  return "";\n}\n\nopen(new Uint8Array(3));';
    const shown = await shows(scratch, code, /too short/, "thrown");
    expect(shown)
      .to.contain("RangeError: the box is too short")
      .and.match(/cell \d+, line 2:30/)
      .and.match(/at cell \d+, line 6:1/);
    expect(shown).to.not.contain("node:").and.not.contain("evalmachine");
  });

  it("an endless loop: the toolbar's button stops it, the variables stay, and the next cell runs", async () => {
    await write(lab.page, scratch, "const kept = 41;");
    await runCell(lab.page, scratch);
    await write(lab.page, other, 'console.log("around and around");\nawait null;\nwhile (true) {}');
    const running = runCell(lab.page, other);
    const output = await outputOf(other);
    await output.getByText("around and around").waitFor();
    await lab.page.locator('[data-jp-item-name="interrupt"]').click();
    await output.getByText("Interrupted: stopped by you; variables are kept").waitFor({ timeout: 10_000 });
    await running;
    await shoot(other, "interrupted");
    expect(await shows(other, "kept + 1", /42/, "after-interrupt")).to.match(/42/);
  });

  it("an error that comes late stands below its own cell", async () => {
    await write(lab.page, scratch, 'setTimeout(() => {\n  throw new Error("too late");\n}, 1500);\nconsole.log("set up");');
    await runCell(lab.page, scratch);
    await write(lab.page, other, 'console.log("the next cell");');
    await runCell(lab.page, other);
    await (await outputOf(scratch))
      .getByText(/too late/)
      .first()
      .waitFor({ timeout: 10_000 });
    await shoot(scratch, "late");
    expect(await (await outputOf(other)).innerText()).to.not.contain("too late");
  });

  it("bytes: shown as hex, with their letters", async () => {
    expect(await shows(scratch, 'new TextEncoder().encode("pay 100 to mallory")', /70 61 79/, "bytes")).to.contain("0000  70 61 79 20 31 30 30 20");
  });

  it("check: knows a cell that is not saved, at once", async () => {
    const right = cellOf("01-one-key/flip", await readText(courseRoot, exerciseFiles(courseRoot, "01-one-key/flip").reference));
    await lab.page.evaluate(() => (globalThis as unknown as LabWindow).jupyterapp.commands.execute("docmanager:save"));
    await write(lab.page, "flip-answer", right);
    await runCell(lab.page, "flip-answer");
    await runCell(lab.page, "flip-check");
    const cell = await cellElement(lab.page, "flip-check");
    await cell.scrollIntoViewIfNeeded();
    await cell
      .getByText(/all \d+ claims/)
      .first()
      .waitFor({ timeout: 30_000 });
    await shoot("flip-check", "check");
    expect(await cell.innerText()).to.contain("not saved yet");
  });

  it("a flood: it is cut with a sentence, and the notebook goes on", async () => {
    await write(lab.page, scratch, 'for (let i = 0; i < 400_000; i++) console.log("line", i);');
    await runCell(lab.page, scratch);
    await idle();
    await write(lab.page, other, '"goes on"');
    await runCell(lab.page, other);
    await (await outputOf(other)).getByText("goes on").waitFor({ timeout: 30_000 });
    const text = await lab.page.evaluate((id) => {
      const cells = [...((globalThis as unknown as LabWindow).jupyterapp.shell.currentWidget?.content.model.cells ?? [])] as unknown as {
        id: string;
        outputs: { toJSON(): { text?: string }[] };
      }[];
      return (
        cells
          .find((cell) => cell.id === id)
          ?.outputs.toJSON()
          .map((output) => [output.text ?? ""].flat().join(""))
          .join("") ?? ""
      );
    }, scratch);
    expect(text)
      .to.match(/^line 0\n/)
      .and.match(/more than 500 kB: the rest is left out\n$/);
    await command(lab.page, "notebook:clear-all-cell-outputs");
  });

  it("nothing failed on the page, and nothing asked for another host", () => {
    expect(lab.problems).to.deep.equal([]);
  });
});
