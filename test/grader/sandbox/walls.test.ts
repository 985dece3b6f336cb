import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { it } from "mocha";
import { courseRoot } from "../../../grader/course.js";
import { childFile } from "../../../grader/sandbox/files.js";
import { inEachSandbox, type Opened, resultIn, within } from "./arrange.js";

inEachSandbox("grader/sandbox: what an answer cannot reach", (kind) => {
  const result = (body: string) => resultIn({ kind }, body);
  /** `undefined` names nothing; otherwise what it says. Raw JavaScript, past our build, which refuses half of this already. */
  const reached = (expression: string) =>
    result(`try { return String(await (async () => (${expression}))()) } catch (error) { return "no: " + error }`) as Promise<string>;

  it("a name of the outside world", async () => {
    const names =
      "process Buffer require module fetch WebSocket EventSource Worker SharedWorker SharedArrayBuffer Atomics WebAssembly localStorage sessionStorage caches indexedDB " +
      "BroadcastChannel MessageChannel navigator location close alert confirm prompt FinalizationRegistry WeakRef performance.mark crypto.constructor.subtle URL.createObjectURL";
    const list = names.split(" ").map((name) => `${JSON.stringify(name)}: (() => { try { return typeof globalThis.${name} } catch { return "undefined" } })()`);
    const types = (await result(`return { ${list.join(", ")} }`)) as Record<string, string>;
    expect(Object.entries(types).filter(([, type]) => type !== "undefined")).to.deep.equal([]);
  });

  it("Deno itself", async () => {
    expect(await result("return typeof Deno")).to.equal("undefined");
  });

  for (const [name, expression] of Object.entries({
    "a file, by Deno": "Deno.readTextFileSync('/etc/passwd')",
    "a file, by node:fs": "(await import('node:fs')).readFileSync('/etc/passwd', 'utf8')",
    "a file, by import": "await import('file:///etc/passwd')",
    "a file as JSON": `await import(${JSON.stringify(pathToFileURL(join(courseRoot, "package.json")).href)}, { with: { type: 'json' } })`,
    "a file as text": "await import('file:///etc/passwd', { with: { type: 'text' } })",
    "our own child's program": `await import(${JSON.stringify(pathToFileURL(childFile).href)})`,
    "the network": "await import('https://deno.land/std/version.ts')",
    "an npm package": "await import('npm:chai')",
    "the environment": "(await import('node:process')).env.HOME",
    "a process": "(await import('node:child_process')).execSync('id')",
    "the machine": "(await import('node:os')).hostname()",
    "another context": "(await import('node:vm')).runInNewContext('1')",
    "a worker": "new (await import('node:worker_threads')).Worker('')",
    "a socket": "(await import('node:net')).connect(80, '127.0.0.1')",
    "a database in a file": "new (await import('node:sqlite')).DatabaseSync('/tmp/session-keys-test.db')",
    "code from text, by eval": "eval('1')",
    "code from text, by Function": "new Function('return 1')()",
    "code from text, by an async function's constructor": "(async () => {}).constructor('return 1')()",
    "code from text, by a timer": "setTimeout('1')",
    "an exit, by Deno": "Deno.exit(0)",
    "an exit, by process": "process.exit(0)",
    "an exit, by close": "close()",
  })) {
    it(name, async () => {
      expect(await reached(expression)).to.match(/^no: /);
    });
  }

  it("the modules of noble by names that it does not have", async () => {
    const names = ["", "constructor", "toString", "__proto__", "hasOwnProperty", "node:fs", "@noble/hashes", "../x"];
    expect(await result(`return ${JSON.stringify(names)}.map((name) => { try { return typeof $noble(name) } catch { return "undefined" } })`)).to.deep.equal(
      names.map(() => "undefined"),
    );
  });

  it("a frame of ours in a stack, or a path of this machine", async () => {
    const stack = await result("try { null.x } catch (error) { return error.stack }");
    expect(stack).to.match(/^(answer:\d+:\d+\n?)+$/);
  });

  it("the stack's makers, to get hold of our functions", async () => {
    expect(await reached("(() => { 'use strict'; Error.prepareStackTrace = (_, sites) => sites; return typeof new Error().stack })()")).to.match(
      /^no: |^string$/,
    );
  });

  it("our functions by the arguments of a caller", async () => {
    expect(await reached("(function () { return f.caller })()")).to.match(/^no: |^(null|undefined)$/);
  });

  it("storage that outlives the process", async () => {
    expect(await reached("typeof localStorage + typeof caches + typeof indexedDB")).to.equal("undefinedundefinedundefined");
  });

  it("the values of another claim", async () => {
    const code = "let kept; export const keep = (x) => { kept = x }; export const look = () => kept ?? null;";
    const use = async ({ f, begin }: Opened) => {
      await f("keep", "secret");
      await begin(2);
      expect(await f("look")).to.equal(null);
    };
    await within(code, use, {}, { kind });
  });
});
