import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { cureFor } from "../../../grader/sandbox/bubblewrap.js";
import { here, sandboxCommand, whyNoSandbox } from "../../../grader/sandbox/command.js";
import { childFile } from "../../../grader/sandbox/files.js";
import { withFolder } from "../arrange.js";
import { limits } from "./arrange.js";

const run = promisify(execFile);

/** What a program with all of Deno's permissions sees: as if Deno's own wall had a hole. @param code - prints JSON. */
async function seenInside(code: string, bounded = true): Promise<unknown> {
  return withFolder({ "probe.mjs": code }, async (folder) => {
    const { file, args, env } = sandboxCommand(limits, "hardened");
    const open = args.flatMap((arg) => (arg === childFile ? [join(folder, "probe.mjs")] : arg === "run" ? ["run", "--allow-all"] : [arg]));
    const [program = "", ...rest] = bounded ? [file, ...open] : open.slice(open.indexOf(here.bwrap ?? ""));
    const { stdout } = await run(program, rest, { env });
    return JSON.parse(stdout) as unknown;
  });
}

const attempt = (expression: string) =>
  seenInside(
    `let end; try { end = "reached " + await (${expression}) } catch (error) { end = "no: " + error.message } console.log(JSON.stringify(end.split("\\n")[0]))`,
  ).catch(() => "no: the attempt ended the process");

describe("grader/sandbox: the hardened sandbox holds also where Deno's permissions do not", function () {
  this.timeout(60_000);
  before(function () {
    const why = whyNoSandbox("hardened", limits);
    if (why === undefined) return;
    process.stderr.write(`skipped: ${why}\n`);
    this.skip();
  });

  it("there are Deno, its libraries, our child and an empty /tmp, and nothing else", async () => {
    const walk = `const files = []; const walk = (path) => { for (const { name, isDirectory } of Deno.readDirSync(path)) { const at = path + name; if (isDirectory) { files.push(at + "/"); walk(at + "/"); } else files.push(at) } }; walk("/"); console.log(JSON.stringify(files.sort()))`;
    const files = (await seenInside(walk)) as string[];
    const libraries = files.filter((file) => /^\/(usr\/)?lib(64)?\/(.*\/)?(ld-linux|lib(dl|gcc_s|rt|pthread|m|c)\b)/.test(file));
    const folders = files.filter((file) => file.endsWith("/") && libraries.some((library) => library.startsWith(file)));
    expect(libraries.length).to.be.above(3);
    expect(files.filter((file) => !libraries.includes(file) && !folders.includes(file))).to.deep.equal(["/child.js", "/deno", "/tmp/"]);
  });

  it("the environment holds our own words only", async () => {
    const names = (await seenInside("console.log(JSON.stringify(Object.keys(Deno.env.toObject()).sort()))")) as string[];
    expect(names.filter((name) => !["DENO_DIR", "DENO_NO_UPDATE_CHECK", "NO_COLOR", "PWD", "TZ"].includes(name))).to.deep.equal([]);
  });

  it("no process is to be seen but its own, and none of its rights is left", async () => {
    const seen = await seenInside(
      'console.log(JSON.stringify([Deno.uid(), Deno.hostname(), Deno.pid < 10, (() => { try { return Deno.readTextFileSync("/proc/self/status") } catch { return "no /proc" } })()]))',
    );
    expect(seen).to.deep.equal([65_534, "sandbox", true, "no /proc"]);
  });

  it("no network: not this machine's own, not by name, not through a unix socket", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    try {
      expect(await attempt(`Deno.connect({ hostname: "127.0.0.1", port: ${port} })`)).to.match(/^no: /);
      expect(await attempt('Deno.resolveDns("example.com", "A")')).to.match(/^no: /);
      expect(await attempt('Deno.connect({ transport: "unix", path: "/run/dbus/system_bus_socket" })')).to.match(/^no: /);
    } finally {
      server.close();
    }
  });

  for (const [name, expression] of Object.entries({
    "a folder at the root": 'Deno.mkdir("/new")',
    "a file at the root": 'Deno.writeTextFile("/new", "x")',
    "our child's program": 'Deno.writeTextFile("/child.js", "x")',
    "Deno itself": 'Deno.remove("/deno")',
    "a file with a byte in it": 'Deno.writeTextFile("/tmp/new", "x")',
    "a process of another program": 'new Deno.Command("/bin/sh").output()',
    "a signal to a process outside": `Deno.kill(${process.pid}, "SIGTERM")`,
  })) {
    it(`cannot make ${name}`, async () => {
      expect(await attempt(expression)).to.match(/^no: /);
    });
  }

  it("what it may write, without prlimit too, is 8 MiB that go with it", async () => {
    const code = `let written = 0; try { const file = Deno.openSync("/tmp/big", { create: true, write: true }); for (;;) written += file.writeSync(new Uint8Array(65536)) } catch {} console.log(written)`;
    expect(await seenInside(code, false)).to.be.within(7 << 20, 8 << 20);
    expect(await seenInside("console.log(JSON.stringify([...Deno.readDirSync('/tmp')]))")).to.deep.equal([]);
  });
});

describe("grader/sandbox: hardened asked for and not to be had is a refusal, with the cure", () => {
  const told: Readonly<Record<string, [said: string, cure: RegExp]>> = {
    "AppArmor, at the uid map": ["bwrap: setting up uid map: Permission denied", /AppArmor.*GitHub's runners.*sysctl/],
    "AppArmor, at the loopback": ["bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted", /AppArmor.*GitHub's runners.*sysctl/],
    "a container": ["bwrap: Creating new namespace failed: Operation not permitted", /containers.*seccomp/],
    "no namespaces left": ["bwrap: Creating new namespace failed: No space left on device", /containers.*seccomp/],
    "a kernel without them": [
      "bwrap: No permissions to create new namespace, likely because the kernel does not allow non-privileged user namespaces.",
      /containers/,
    ],
    "an old bubblewrap": ["bwrap: Unknown option --disable-userns", /0\.8 or newer/],
  };
  for (const [name, [said, cure]] of Object.entries(told)) {
    it(name, () => {
      expect(cureFor(said)).to.match(cure);
    });
  }

  it("no bubblewrap", function () {
    if (process.platform !== "linux") this.skip();
    expect(whyNoSandbox("hardened", limits, { prlimit: "/usr/bin/prlimit" })).to.match(/needs bubblewrap: apt-get install bubblewrap/);
  });

  it("no prlimit", function () {
    if (process.platform !== "linux") this.skip();
    expect(whyNoSandbox("hardened", limits, { bwrap: "/usr/bin/bwrap" })).to.match(/needs prlimit/);
  });

  it("a bubblewrap that does not start is found out by starting it", async function () {
    if (process.platform !== "linux") this.skip();
    await withFolder({ bwrap: "#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n" }, async (folder) => {
      await run("chmod", ["+x", join(folder, "bwrap")]);
      expect(whyNoSandbox("hardened", limits, { bwrap: join(folder, "bwrap"), prlimit: "/usr/bin/env" })).to.match(/the hardened sandbox does not start here/);
      expect(whyNoSandbox("hardened", limits, { ...here, bwrap: join(folder, "bwrap") })).to.match(
        /does not start here: AppArmor.*\(bwrap: setting up uid map/,
      );
    });
  });

  it("elsewhere than on Linux", function () {
    if (process.platform === "linux") this.skip();
    expect(whyNoSandbox("hardened", limits)).to.match(/for Linux only/);
  });
});
