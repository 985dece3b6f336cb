import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { courseRoot, exerciseFiles, readText } from "../../grader/course.js";
import { cellOf } from "../../grader/extract.js";
import { CHANGED } from "../../kit/executed.js";
import { UNSAVED } from "../../kit/notebook.js";
import { needJupyter } from "../jupyter.js";
import { errors, folder, type Message, ourSpec, printed, type Ran, sleep, startKernel, stockSpec, type TestKernel, until } from "./kernel.js";

const id = "01-one-key/flip";
const check = `import { check } from "@session-keys/kit";\nawait check("${id}");`;

/** What is shown in the end: later displays take the place of earlier ones. */
const shown = ({ messages }: { readonly messages: readonly Message[] }): string =>
  messages
    .filter(({ type }) => type.endsWith("display_data"))
    .map(({ content }) => (content["data"] as Record<string, string>)["text/html"] ?? "")
    .at(-1) ?? "";

/** The worker processes of the grader below a process, and the answers that they run. Linux tells. */
function judging(pid: number): string[] {
  const processes = readdirSync("/proc").flatMap((name) => {
    try {
      const [, parent] = readFileSync(`/proc/${name}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ");
      return [{ name, parent, command: readFileSync(`/proc/${name}/cmdline`, "utf8") }];
    } catch {
      return [];
    }
  });
  const workers = processes.filter(({ parent, command }) => parent === String(pid) && command.includes("worker.js")).map(({ name }) => name);
  return [...workers, ...processes.filter(({ parent = "" }) => workers.includes(parent)).map(({ name }) => name)];
}

describe("check in our kernel", function () {
  this.timeout(120_000);
  const path = join(folder, "lesson.ipynb");
  let kernel: TestKernel;
  let right = "";
  before(async function () {
    needJupyter(this);
    mkdirSync(folder, { recursive: true });
    right = cellOf(id, await readText(courseRoot, exerciseFiles(courseRoot, id).reference));
    save("// exercise: 01-one-key/flip\n// nothing yet");
    kernel = await startKernel(ourSpec, { JPY_SESSION_NAME: path });
  });
  after(async () => {
    await kernel?.end();
    rmSync(path, { force: true });
  });

  const save = (...sources: readonly string[]): void =>
    writeFileSync(path, JSON.stringify({ nbformat: 4, cells: sources.map((source, at) => ({ cell_type: "code", id: `cell-${at}`, source })) }));
  const checked = async (): Promise<Ran> => {
    const ran = await kernel.run(check);
    expect(errors(ran)).to.deep.equal([]);
    return ran;
  };

  it("judges the cell as it ran, though it is not saved, and says so", async () => {
    await kernel.run(right);
    expect(shown(await checked()))
      .to.match(/all \d+ claims/)
      .and.contain(UNSAVED);
  });

  it("says nothing of saving once the cell is saved", async () => {
    save("1", right);
    expect(shown(await checked()))
      .to.match(/all \d+ claims/)
      .and.not.contain("saved");
  });

  it("says when the saved cell has changed since it ran", async () => {
    await sleep(20);
    save("1", `${right}\n// more`);
    expect(shown(await checked()))
      .to.match(/all \d+ claims/)
      .and.contain(CHANGED);
  });

  it("knows a cell that has a type error", async () => {
    const wrong = right.replace(/^function flip/m, "const never: string = 4;\nfunction flip");
    expect(errors(await kernel.run(wrong))[0]).to.match(/^TypeCheckError/);
    expect(shown(await checked())).to.match(/all \d+ claims/);
    await kernel.run("// exercise: 01-one-key/flip\nfunction flip(box: Uint8Array): Uint8Array { return box.slice(; }");
    expect(shown(await checked())).to.contain("line 2");
  });

  it("of two marked cells takes the one that the front end ran", async () => {
    save(right, "2", `// exercise: ${id}\nfunction flip() {}`);
    await kernel.run(right.replace("function flip", "// again\nfunction flip"), {}, { cellId: "cell-2" });
    expect(shown(await checked()))
      .to.match(/all \d+ claims/)
      .and.contain("cell 3");
  });

  it("an interrupt ends it, and its worker and the answer's process with it; the next one works", async () => {
    await kernel.run(`// exercise: ${id}\nfunction flip(box: Uint8Array): Uint8Array { while (box) {} return box; }`);
    const sent = await kernel.send(`console.log("on");\n${check.replace("\n", ";")}`);
    // The worker, and the answer in a process of its own.
    const both = (): boolean => process.platform !== "linux" || judging(kernel.pid).length > 1;
    await until(() => printed(sent) !== "" && both());
    await sleep(500);
    await kernel.interrupt();
    expect(errors(await sent.done)).to.deep.equal(["Interrupted: stopped by you; variables are kept"]);
    expect(shown(sent)).to.contain("You stopped this check");
    if (process.platform === "linux") await until(() => judging(kernel.pid).length === 0);
    await kernel.run(right);
    expect(shown(await checked())).to.match(/all \d+ claims/);
    expect(shown(sent)).to.contain("You stopped this check");
  });
});

describe("a lesson on stock tslab", function () {
  this.timeout(180_000);
  const path = join(folder, "stock.ipynb");

  it("runs from top to bottom, and check reads the saved notebook", async function () {
    needJupyter(this);
    const notebook = JSON.parse(await readText(courseRoot, join(courseRoot, "notebooks", "01-one-key.ipynb"))) as {
      cells: { id: string; cell_type: string; source: string | string[] }[];
    };
    for (const cell of notebook.cells) {
      const name = /^(.*)-answer$/.exec(cell.id)?.[1];
      if (name) cell.source = cellOf(`01-one-key/${name}`, await readText(courseRoot, exerciseFiles(courseRoot, `01-one-key/${name}`).reference));
    }
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, JSON.stringify(notebook));
    // Without JPY_SESSION_NAME nobody waits for a front end to save; and with two copies the kernel's own is taken.
    const kernel = await startKernel(stockSpec, { JPY_SESSION_NAME: path });
    try {
      for (const { id, cell_type, source } of notebook.cells) {
        if (cell_type !== "code") continue;
        // What a front end does every few seconds.
        setTimeout(() => writeFileSync(path, JSON.stringify(notebook)), 100);
        const ran = await kernel.run([source].flat().join(""));
        expect(printed(ran, "stderr"), id).to.equal("");
        if (id.endsWith("-check")) expect(shown(ran), id).to.match(/all \d+ claims/);
      }
    } finally {
      await kernel.end();
      rmSync(path, { force: true });
    }
  });
});
