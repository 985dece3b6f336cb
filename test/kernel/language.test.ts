import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { needJupyter } from "../jupyter.js";
import { errors, folder, ourSpec, printed, result, sleep, startKernel, type TestKernel, until } from "./kernel.js";

describe("TypeScript in a cell", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(async function () {
    needJupyter(this);
    kernel = await startKernel(ourSpec);
  });
  after(() => kernel?.end());

  /** Runs cells, each of which must succeed, and gives what the last one shows. */
  const shown = async (...cells: readonly string[]): Promise<string | undefined> => {
    let last: string | undefined;
    for (const cell of cells) {
      const ran = await kernel.run(cell);
      expect(errors(ran), cell).to.deep.equal([]);
      last = result(ran);
    }
    return last;
  };
  const refused = async (cell: string): Promise<string> => errors(await kernel.run(cell)).join();

  it("is checked strictly (patch: options)", async () => {
    expect(await refused("const text: string = null;")).to.match(/^TypeCheckError: line 1:7: Type 'null' is not assignable/);
    expect(await refused("function untyped(x) { return x; }")).to.match(/implicitly has an 'any' type/);
  });

  it("imports a package by its `exports`, with types (patch: options)", async () => {
    const files = {
      "package.json": '{ "name": "with-exports", "type": "module", "exports": { "./locks": { "types": "./lib/a.d.ts", "default": "./lib/a.js" } } }',
      "lib/a.d.ts": "export declare const locks: number;\n",
      "lib/a.js": "export const locks = 3;\n",
    };
    mkdirSync(join(folder, "node_modules", "with-exports", "lib"), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "node_modules", "with-exports", name), text);
    expect(await shown('import { locks } from "with-exports/locks"; locks')).to.equal("3");
    expect(await refused("const none: string = locks;")).to.match(/Type 'number' is not assignable/);
    expect(await shown('import { sha256 } from "@noble/hashes/sha2.js"; sha256(new Uint8Array(0)).length')).to.equal("32");
    expect(await refused("const digest: string = sha256(new Uint8Array(0));")).to.match(/not assignable to type 'string'/);
  });

  it("`{ name }` takes the name of an earlier cell (patch: shorthand)", async () => {
    expect(await shown("let one = 1; const two = 2;", "const record = { one, two, three: 3 }; record")).to.equal("{ one: 1, two: 2, three: 3 }");
    expect(await shown("({ one } = { one: 10 });", "one")).to.equal("10");
    expect(await shown("let five = 0;", "({ five = 5 } = {} as { five?: number });", "five")).to.equal("5");
    expect(await shown('import { sha512 } from "@noble/hashes/sha2.js";', "typeof { sha512 }.sha512")).to.equal("'function'");
  });

  it("`{ name }` does not move what stands behind it", async () => {
    expect(await refused("({ one, two }); const wrong: string = 4;")).to.contain("line 1:23:");
  });

  for (const [what, cell] of [
    ["await in parentheses", "await (Promise.resolve(41))"],
    ["for await", "let sum = 0; for await (const n of [Promise.resolve(40), 1]) sum += n; sum"],
    ["await inside try", "let got = 0; try { got = await Promise.resolve(41); } finally { got += 0; } got"],
    ["await inside if", "let inside = 0; if (true) { inside = await Promise.resolve(41); } inside"],
  ] as const) {
    it(`${what} (patch: await by the syntax tree)`, async () => {
      expect(await shown(cell)).to.equal("41");
    });
  }

  it("an await in a function only does not make the cell wait", async () => {
    expect(await shown("const later = async () => { await null; return 1; }; typeof later")).to.equal("'function'");
  });

  it("a later cell declares a name anew, and earlier functions see it", async () => {
    const cells = ["const base = 1;", "function next() { return base + 1; }", "const base = 10;", "next()"];
    expect(await shown(...cells)).to.equal("11");
    expect(await shown("type Box = string; class Lock {}", "type Box = number; class Lock { at = 1 }", "const box: Box = new Lock().at; box")).to.equal("1");
    expect(await shown('import { md5 } from "@noble/hashes/legacy.js";', "const md5 = 3;", "md5")).to.equal("3");
  });

  it("imports a .ts file beside the notebook, also one that was written since, and sees when it changes (patch: folders are not watched)", async () => {
    rmSync(join(folder, "beside.ts"), { force: true });
    expect(await refused('import { answer } from "./beside"; answer')).to.match(/Cannot find module '.\/beside'/);
    writeFileSync(join(folder, "beside.ts"), "export const answer: number = 42;\n");
    expect(await shown('import { answer } from "./beside"; answer')).to.equal("42");
    writeFileSync(join(folder, "another.ts"), "");
    await sleep(300);
    expect(await shown("answer")).to.equal("42");
    writeFileSync(join(folder, "beside.ts"), 'export const answer: string = "new";\n');
    await sleep(1000);
    expect(await shown('import { answer } from "./beside"; answer')).to.equal("'new'");
  });

  it("knows Node's modules, and keeps its variables when it loads their types", async () => {
    expect(await shown("const kept = 7;", 'import { createHash } from "node:crypto"; createHash("sha256").update("").digest("hex").slice(0, 8)')).to.equal(
      "'e3b0c442'",
    );
    expect(await shown("kept")).to.equal("7");
    expect(await shown("Buffer.from([kept])[0]")).to.equal("7");
  });

  it("has the usual names before the types of Node are loaded, also when it has read those of the packages (patch: preload)", async () => {
    const fresh = await startKernel(ourSpec);
    try {
      for (let turn = 0; turn < 3; turn++) {
        expect(result(await fresh.run("await new Promise((next) => setTimeout(next, 5)); console.log(1); crypto.randomUUID().length"))).to.equal("36");
        await sleep(1000);
      }
    } finally {
      await fresh.end();
    }
  });

  it("has the usual names without an import", async () => {
    expect(await shown('new TextDecoder().decode(new TextEncoder().encode("é"))')).to.equal("'é'");
    expect(await shown("crypto.getRandomValues(new Uint8Array(3)).length")).to.equal("3");
    expect(await shown("await new Promise<number>((resolve) => setTimeout(() => resolve(5), 1))")).to.equal("5");
  });

  it("completes names with their types, and paths of packages (patch: completion's host)", async () => {
    const complete = async (code: string) => (await kernel.ask("complete_request", { code, cursor_pos: [...code].length })) as Record<string, string[]>;
    await shown("const names = [1]; const é = names;");
    expect((await complete("names.toS"))["matches"]).to.include("toString");
    const scope = await complete('import { x } from "@noble/');
    expect(scope["matches"]).to.include.members(["ciphers", "curves", "hashes"]);
    const file = await complete('import { x } from "@noble/hashes/sh');
    expect(file["matches"]).to.include.members(["sha2.js", "sha3.js"]);
    expect([file["cursor_start"], file["cursor_end"]]).to.deep.equal([33, 35]);
    const behind = await complete('"😀"; names.le');
    expect(behind["matches"]?.[0]).to.equal("length");
    expect([behind["cursor_start"], behind["cursor_end"]]).to.deep.equal([11, 13]);
  });

  it("inspects a name: signature and documentation", async () => {
    await shown("/** Adds one. */ function increase(n: number): number { return n + 1; }");
    const told = await kernel.ask("inspect_request", { code: "increase(1)", cursor_pos: 3, detail_level: 0 });
    expect(told["found"]).to.equal(true);
    expect((told["data"] as Record<string, string>)["text/plain"]).to.match(/increase\(n: number\): number\s+Adds one\./);
    expect((await kernel.ask("inspect_request", { code: "  ", cursor_pos: 1, detail_level: 0 }))["found"]).to.equal(false);
  });

  it("completes while a cell is busy", async () => {
    const busy = await kernel.send("for (const until = Date.now() + 4000; Date.now() < until; );");
    const { matches } = (await kernel.ask("complete_request", { code: "names.le", cursor_pos: 8 })) as { matches: string[] };
    expect(matches).to.include("length");
    expect(busy.messages.some(({ channel }) => channel === "shell")).to.equal(false);
    // A front end shows the newest status.
    await until(() => busy.messages.filter(({ content }) => content["execution_state"] === "busy").length === 2);
    await busy.done;
  });

  it("tells whether a cell is complete", async () => {
    expect(await kernel.ask("is_complete_request", { code: "const a = 1;" })).to.have.property("status", "complete");
    expect(await kernel.ask("is_complete_request", { code: "function f() {" })).to.deep.equal({ status: "incomplete", indent: "  " });
  });

  it("shows bytes as hex, null as null, and nothing for undefined", async () => {
    expect(await shown('new TextEncoder().encode("Alice and Bob, Eve")')).to.equal(
      "Uint8Array(18)\n0000  41 6c 69 63 65 20 61 6e 64 20 42 6f 62 2c 20 45  Alice and Bob, E\n0010  76 65                                            ve",
    );
    expect(await shown("null")).to.equal("null");
    expect(await shown("undefined")).to.equal(undefined);
    expect(await shown("new Uint8Array(1000)")).to.match(/… 488 more$/);
    expect(await shown('({ a: ["x", 1n] })')).to.equal("{ a: [ 'x', 1n ] }");
  });

  it("shows what tslab's display shows", async () => {
    const ran = await kernel.run(
      'import { display, newDisplay } from "tslab"; display.html("<b>1</b>"); const spot = newDisplay(); spot.text("first"); spot.text("second");',
    );
    expect(errors(ran)).to.deep.equal([]);
    const shows = ran.messages.filter(({ type }) => type.endsWith("display_data")).map(({ type, content }) => [type, content["data"]]);
    expect(shows).to.deep.equal([
      ["display_data", { "text/html": "<b>1</b>" }],
      ["display_data", { "text/plain": "first" }],
      ["update_display_data", { "text/plain": "second" }],
    ]);
  });

  it("counts cells, but not silent ones nor those kept out of the history", async () => {
    const counted = Number((await kernel.run("1"))["reply"]["execution_count"]);
    const silent = await kernel.run('console.log("said"); 5', { silent: true });
    expect(silent.reply["execution_count"]).to.equal(counted);
    expect(silent.messages.map(({ type }) => type)).to.not.include.members(["execute_input", "execute_result"]);
    const kept = await kernel.run("6", { store_history: false });
    expect(kept.reply["execution_count"]).to.equal(counted);
    expect(result(kept)).to.equal("6");
    expect((await kernel.run("7")).reply["execution_count"]).to.equal(counted + 1);
  });

  it("a silent cell prints nothing", async () => {
    expect(printed(await kernel.run('console.log("said")', { silent: true }))).to.equal("");
  });
});
