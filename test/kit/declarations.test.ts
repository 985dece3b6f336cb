import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** What this test uses of the compiler inside tslab. */
interface Compiler {
  createProgram(files: readonly string[], options: Readonly<Record<string, unknown>>): object;
  getPreEmitDiagnostics(program: object): readonly { readonly messageText: string | object; readonly file?: { readonly fileName: string } }[];
  flattenDiagnosticMessageText(text: string | object, newLine: string): string;
  readonly version: string;
  readonly ScriptTarget: { readonly ES2022: number };
  readonly ModuleKind: { readonly ESNext: number };
  readonly ModuleResolutionKind: { readonly Node10: number };
}

/** Type errors of a cell, as tslab's own TypeScript finds them. */
function errorsOf(cell: string): string[] {
  const ts = createRequire(import.meta.url)("@tslab/typescript-for-tslab") as Compiler;
  const folder = mkdtempSync(join(tmpdir(), "cell-"));
  try {
    mkdirSync(join(folder, "node_modules/@session-keys"), { recursive: true });
    symlinkSync(join(ROOT, "kit"), join(folder, "node_modules/@session-keys/kit"), "junction");
    writeFileSync(join(folder, "cell.ts"), cell);
    const program = ts.createProgram([join(folder, "cell.ts")], {
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts"],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Node10,
      esModuleInterop: true,
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
    });
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText, file }) => `${file?.fileName.split("/").pop() ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("the kit's declarations", () => {
  it("type-check under tslab's TypeScript, with every call that the lessons make", function () {
    this.timeout(20_000);
    const errors = errorsOf(`
      import { bits, check, exit, hexDiff, hexView, overhear, predict, reveal, sequence, strip } from "@session-keys/kit";
      const box = new Uint8Array(33);
      const done: Promise<void> = check("01-one-key/flip");
      predict("flip-bit"); predict("flip-bit", "a"); reveal("flip-bit"); exit("secret", "b");
      strip([{ role: "nonce", bytes: box.subarray(0, 12) }, { role: "tag", bytes: box.slice(17), name: "my tag", changed: [3] }], "Your box");
      hexView(box); hexDiff(box, box, "equal");
      bits([{ label: "text", bytes: box, role: "plaintext" }, { label: "key stream", bytes: box }]);
      sequence(["Alice", "Eve", "Bob"], [{ from: "Alice", to: "Bob", text: "hello", bytes: box, copiedBy: "Eve", mood: "good" }, { from: "Bob", to: "Alice", text: "?", changedBy: "Eve", note: "bit 3" }], "Eve listens");
      overhear("01-one-key/hello", box);
    `);
    expect(errors).to.deep.equal([]);
  });

  it("refuse a role that does not exist", function () {
    this.timeout(20_000);
    const errors = errorsOf(`import { strip } from "@session-keys/kit"; strip([{ role: "salt", bytes: new Uint8Array(1) }]);`);
    expect(errors).to.have.length(1);
    expect(errors[0]).to.contain(`Type '"salt"' is not assignable to type 'Role'`);
  });

  it("of what answers import lead nowhere but to each other, because a student's copy has none of the grader's", () => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)\.js"/g)) visit(join(dirname(file), `${path}.d.ts`));
    };
    for (const entry of ["client", "earlier"]) visit(join(ROOT, "kit", `${entry}.d.ts`));
    const strangers = [...seen].map((file) => relative(ROOT, file).split(sep).join("/")).filter((file) => !/^(dist\/)?kit\//.test(file));
    expect(strangers).to.deep.equal([]);
    expect(seen.size).to.be.greaterThan(3);
  });

  it("type-check what lesson 9's answers import", function () {
    this.timeout(20_000);
    const errors = errorsOf(`
      import { type Client, finishedMac, keySchedule, message, textOf, trafficKeys, walk } from "@session-keys/kit/client.js";
      import { checkLeaf, hashOf, leafOf, reader, recordNonce, u16, verify } from "@session-keys/kit/earlier.js";
      const mac: Uint8Array = finishedMac(new Uint8Array(32), [message(20, u16(1))]);
      const nonce: Uint8Array = recordNonce(trafficKeys(mac, 16).iv, 1);
      const key: Uint8Array = checkLeaf(leafOf(nonce), hashOf([mac]), "bob.test", 0);
      const isRight: boolean = verify(key, reader(mac).vec(2), keySchedule(mac, mac, mac).clientApp);
      type Of = Parameters<typeof walk>; const page: (c: Parameters<Of[2]["closed"]>[0]) => string = textOf; const client = (...of: Of): Client => walk(...of);
    `);
    expect(errors).to.deep.equal([]);
  });
});
