import { expect } from "chai";
import { describe, it } from "mocha";
import { watchAnswers } from "../../grader/watch-files.js";
import { withFolder } from "../grader/arrange.js";
import { answerOf, save } from "./arrange.js";

const id = "01-one-key/flip";

/** What is said of saves within a while. */
async function saidAfter(files: Readonly<Record<string, string>>, act: (folder: string) => void, ms: number): Promise<string[][]> {
  return withFolder(files, async (folder) => {
    const said: string[][] = [];
    const watching = await watchAnswers(folder, [id], (paths) => said.push([...paths]));
    act(folder);
    await new Promise((resolve) => setTimeout(resolve, ms));
    watching.close();
    return said;
  });
}

describe("watchAnswers", function () {
  this.timeout(10_000);

  it("sees a save where no event tells of it: the folder was not there", async () => {
    expect(await saidAfter({ "package.json": "{}" }, (folder) => save(answerOf(folder, id), "1"), 2500)).to.deep.equal([[`exercises/${id}/answer.ts`]]);
  });

  it("says once what was written in several steps", async () => {
    const write = (folder: string) => {
      for (const text of ["1", "", "12"]) save(answerOf(folder, id), text);
      save(`${folder}/notebooks/a.ipynb`, "{}");
    };
    const said = await saidAfter({ [`exercises/${id}/answer.ts`]: "", "notebooks/x": "" }, write, 1800);
    expect(said).to.deep.equal([[`exercises/${id}/answer.ts`, "notebooks/a.ipynb"]]);
  });

  it("says nothing of other files", async () => {
    const write = (folder: string) => {
      for (const name of ["answer.ts~", ".answer.ts.swp", "notes.txt"]) save(`${folder}/exercises/${id}/${name}`, "1");
      save(`${folder}/notebooks/.~a.ipynb`, "{}");
    };
    expect(await saidAfter({ [`exercises/${id}/answer.ts`]: "", "notebooks/x": "" }, write, 1800)).to.deep.equal([]);
  });
});
