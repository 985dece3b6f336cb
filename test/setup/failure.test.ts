import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { transformSync } from "esbuild";
import { afterEach, beforeEach, describe, it } from "mocha";
import { describeFailure } from "../../setup/plain.js";
import { BootstrapFixture } from "./bootstrap-fixture.js";
import { course, homeIn, makeCourse, makeFolder, pathWithUv, removeFolder, write } from "./course-fixture.js";

const isRoot = process.getuid?.() === 0;
/** Root may make a file system of its own, as small as it likes, unless this is a container. */
const canMount = isRoot && spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "-o", "size=1m", "none", "/mnt"]).status === 0;
/** What runs a command as a user to whom the course does not belong. Root may write everywhere, so it must become one. */
const asStranger = strangerCommand();
const NO_WRITING =
  "move the course into a folder of your own, or if it was once started with sudo, give it back to yourself with chown, and run the same command again";

describe("the sentence about a failure", () => {
  const sentences: readonly (readonly [string, string, string])[] = [
    [
      "npm without a network",
      "npm error code EAI_AGAIN\nnpm error request to https://registry.example.org/zeromq failed, reason: getaddrinfo EAI_AGAIN registry.example.org\nnpm notice New version\n",
      "it failed: registry.example.org cannot be reached; connect this computer to the internet (behind a proxy, set HTTPS_PROXY) and run the same command again",
    ],
    [
      "uv without a network",
      "error: Request failed after 3 retries in 3.8s\n  cause: error sending request for url (https://index.example.org/simple/anyio/)\n  cause: dns error\n",
      "it failed: index.example.org cannot be reached; connect this computer to the internet (behind a proxy, set HTTPS_PROXY) and run the same command again",
    ],
    [
      "pip without a network, though it says that there is no such package",
      "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<…>: [Errno -3] Temporary failure in name resolution')': /simple/anyio/\nERROR: No matching distribution found for anyio==4.16.0\n",
      "it failed: the server that has them cannot be reached; connect this computer to the internet (behind a proxy, set HTTPS_PROXY) and run the same command again",
    ],
    [
      "a school's proxy that looks into everything",
      "npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error request to https://registry.example.org/mocha failed\n",
      "it failed: registry.example.org shows a certificate that is not trusted; check this computer's clock, or use a network that does not look into what you download, and run the same command again",
    ],
    ["a full disk, by npm", "npm error code ENOSPC\nnpm error syscall write\n", "it failed: the disk is full; make 1 GB free and run the same command again"],
    [
      "a full disk, by uv",
      "error: Failed to download `six`\n  cause: failed to write to file `/c/.cache/uv/six.py`: No space left on device (os error 28)\n",
      "it failed: the disk is full; make 1 GB free and run the same command again",
    ],
    [
      "a full disk, by Windows",
      "OSError: [Errno 28] There is not enough space on the disk",
      "it failed: the disk is full; make 1 GB free and run the same command again",
    ],
    [
      "npm that may not write",
      "npm error code EACCES\nnpm error path /opt/course ä/node_modules\n",
      `it failed: you may not write /opt/course ä/node_modules; ${NO_WRITING}`,
    ],
    ["Python that may not write", "Error: [Errno 13] Permission denied: '/opt/course/.venv'", `it failed: you may not write /opt/course/.venv; ${NO_WRITING}`],
    [
      "Windows that may not write",
      "[WinError 5] Access is denied: 'C:\\\\course\\\\.venv'",
      `it failed: you may not write C:\\\\course\\\\.venv; ${NO_WRITING}`,
    ],
    [
      "a download that was damaged",
      "npm error code EINTEGRITY\n",
      "it failed: a download is damaged; remove the folder .cache, and run the same command again, on another network if that does not help",
    ],
    [
      "a Python that is too new, or a processor that nobody builds for",
      "ERROR: No matching distribution found for pyzmq==27.1.0\n",
      "it failed: a package does not exist for this system or this Python; install a 64-bit Python from 3.9 to 3.14, name it in the environment variable PYTHON, and run the same command again",
    ],
    ["what nobody thought of", "a dragon came\n", "it failed; call the keeper"],
  ];

  for (const [name, output, sentence] of sentences) {
    it(`tells ${name}`, () => {
      expect(describeFailure("it failed", output, "call the keeper").split("\n")[0]).to.equal(sentence);
    });
  }

  it("is followed by the lines that tell it, indented, without what npm says besides", () => {
    const output = "npm notice New version\nnpm error code ENOSPC\nnpm error     at Module.load (node:internal)\nnpm error A complete log of this run: ENOSPC";
    expect(describeFailure("it failed", output, "").split("\n").slice(1)).to.deep.equal(["    npm error code ENOSPC"]);
  });

  it("is followed by the last lines where the cause is not known", () => {
    const output = Array.from({ length: 50 }, (_, line) => `line ${line}`).join("\n");
    expect(describeFailure("it failed", output, "wait").split("\n"))
      .to.have.length(13)
      .and.include("    line 49")
      .and.not.include("    line 37");
  });
});

describe("a Node that is too old", () => {
  for (const file of ["bootstrap", "built", "doctor", "failure", "node-version", "npm", "packages", "render"]) {
    it(`can read ${file}.mjs, so that it gets to say what is wrong`, () => {
      const text = readFileSync(join(course, "setup", `${file}.mjs`), "utf8");
      const { code } = transformSync(text, { target: "esnext", format: "esm" });
      // Refuses what it would have to rewrite and can't, such as await outside a function.
      expect(transformSync(code, { target: "node12.22", format: "esm" }).code).to.equal(code);
    });
  }
});

describe("the bootstrap where something is wrong", function () {
  this.timeout(30_000);
  let project: BootstrapFixture;
  beforeEach(() => {
    project = new BootstrapFixture();
  });
  afterEach(() => project.close());

  it("says that the server can't be reached, from what the real npm says", () => {
    // A port of this computer at which nobody listens, and a cache that is empty.
    const env = { npm_config_registry: "http://127.0.0.1:9/", npm_config_cache: join(project.root, "cache"), npm_config_fetch_retries: "0" };
    project.write("package.json", `{ "type": "module", "name": "x", "version": "1.0.0", "dependencies": { "mocha": "12.0.3" } }`);
    const mocha = { version: "12.0.3", resolved: "http://127.0.0.1:9/mocha/-/mocha-12.0.3.tgz", integrity: "sha512-aaaa" };
    project.write(
      "package-lock.json",
      JSON.stringify({
        name: "x",
        version: "1.0.0",
        lockfileVersion: 3,
        packages: { "": { name: "x", version: "1.0.0", dependencies: { mocha: "12.0.3" } }, "node_modules/mocha": mocha },
      }),
    );
    const { status, stderr } = spawnSync(process.execPath, ["setup/bootstrap.mjs", "dist/command.js"], {
      cwd: project.root,
      encoding: "utf8",
      env: { ...homeIn(project.root), ...env, npm_execpath: "" },
    });
    expect(status).to.equal(3);
    expect(stderr).to.include(
      "the course's packages could not be installed: 127.0.0.1 cannot be reached; connect this computer to the internet (behind a proxy, set HTTPS_PROXY) and run the same command again\n    npm error code ECONNREFUSED\n",
    );
  });

  it("says which file it may not write, without a stack", function () {
    if (asStranger === undefined) this.skip();
    project.installByHand({ "node_modules/mocha": { version: "12.0.3", integrity: "sha512-m" } });
    const { status, stderr } = runAsStranger(project.root, ["setup/bootstrap.mjs", "dist/command.js"]);
    expect(status).to.equal(3);
    expect(stderr).to.match(/^the course could not be prepared: you may not write \/.*\/node_modules\/\.session-keys; move the course/);
    expect(stderr)
      .to.include(NO_WRITING)
      .and.not.match(/^\s+at /m);
  });
});

describe("npm start where something is wrong", function () {
  this.timeout(60_000);
  let root = "";
  let home = "";
  const start = (env: NodeJS.ProcessEnv): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, [join(root, "dist", "setup", "start.js"), "--no-browser", "--port", "0"], {
      encoding: "utf8",
      env: { ...homeIn(home), ...env },
    });
  /** A PATH on which nothing but this answers to a Python's name. */
  const pathWith = (script: string): string => {
    const bin = join(home, "bin");
    write(join(bin, "python3"), script);
    chmodSync(join(bin, "python3"), 0o755);
    return bin;
  };

  beforeEach(() => {
    root = makeCourse();
    home = makeFolder("home");
  });
  afterEach(() => {
    removeFolder(root);
    removeFolder(home);
  });

  const fakes: readonly (readonly [string, string, string])[] = [
    ["Python is too old", probed({ version: "3.8.10" }), "JupyterLab needs Python 3.9 or newer, and here is only 3.8.10 (/fake/python3); install it with"],
    [
      "Python is the Microsoft Store's placeholder",
      "#!/bin/sh\necho 'Python was not found; run without arguments to install from the Microsoft Store, or disable this shortcut' >&2\nexit 49\n",
      "JupyterLab needs Python 3.9 or newer, and here is only the Microsoft Store's placeholder for it; install it with",
    ],
  ];
  for (const [name, script, sentence] of fakes) {
    it(`says that ${name}`, function () {
      if (process.platform === "win32") this.skip();
      const { status, stderr } = start({ PATH: pathWith(script), PYTHON: "" });
      expect(status).to.equal(3);
      expect(stderr)
        .to.match(/^[^\n]*\n$/)
        .and.include(sentence);
    });
  }

  it("says that python3-venv is missing", function () {
    if (process.platform === "win32") this.skip();
    const bare = probed({ executable: "/bin/true", version: "3.12.3", hasPip: false, hasEnsurepip: false });
    const { status, stderr } = start({ PATH: pathWith(bare), PYTHON: "" });
    expect(status).to.equal(3);
    expect(stderr).to.equal(
      "Python 3.12.3: /bin/true\n/bin/true lacks pip and the module ensurepip, so JupyterLab cannot be installed; on Debian and Ubuntu run: sudo apt install python3-venv, elsewhere install Python from python.org, then run npm start again\n",
    );
  });

  it("says that it has no network, from what the real pip and uv say, and keeps nothing unfinished for finished", () => {
    write(join(root, "setup", "requirements.txt"), `six==1.17.0 --hash=sha256:${"0".repeat(64)}\n`);
    const nobody = "http://127.0.0.1:9/";
    const env = {
      HTTP_PROXY: nobody,
      HTTPS_PROXY: nobody,
      https_proxy: nobody,
      http_proxy: nobody,
      PIP_RETRIES: "0",
      UV_HTTP_RETRIES: "0",
      PIP_FIND_LINKS: "",
      PIP_CONFIG_FILE: devNull,
    };
    const { status, stderr } = start({ ...env, PATH: pathWithUv(), NO_PROXY: "", no_proxy: "" });
    expect(status, stderr).to.equal(3);
    expect(stderr).to.match(
      /^JupyterLab could not be installed: [\w. ]+ cannot be reached; connect this computer to the internet \(behind a proxy, set HTTPS_PROXY\) and run the same command again\n {4}\S/m,
    );
    expect(existsSync(join(root, ".venv", "session-keys.json"))).to.equal(false);
  });

  it("says that the disk is full", function () {
    if (!canMount) this.skip();
    // A file system of 2 MB over .cache, for this process only, and full.
    mkdirSync(join(root, ".cache"));
    const script =
      'mount -t tmpfs -o size=2m none "$1/.cache" && dd if=/dev/zero of="$1/.cache/fill" bs=4k 2>/dev/null; exec "$2" "$1/dist/setup/start.js" --no-browser --port 0';
    const { status, stderr } = spawnSync("unshare", ["--mount", "sh", "-c", script, "sh", root, process.execPath], {
      encoding: "utf8",
      env: { ...homeIn(home), PATH: pathWithUv() },
    });
    expect(status, stderr).to.equal(3);
    expect(stderr).to.include(": the disk is full; make 1 GB free and run the same command again\n    ENOSPC: no space left on device, write\n");
  });

  it("says which folder it may not write, before it opens what could not be saved", function () {
    if (asStranger === undefined) this.skip();
    const { status, stderr } = runAsStranger(root, ["dist/setup/start.js", "--no-browser", "--port", "0"]);
    expect(status).to.equal(3);
    expect(stderr.split("\n")[0]).to.equal(`JupyterLab could not be prepared: you may not write ${join(root, ".jupyter")}; ${NO_WRITING}`);
  });

  it("opens the course where there is no Deno, and says that answers can't be judged", () => {
    const { stderr } = start({ PATH: pathWithUv() });
    expect(stderr).to.include(
      `no Deno for ${process.platform} on ${process.arch}, so answers cannot be judged here; use Linux (glibc), macOS or Windows on x64 or arm64, and run npm ci. Everything else of the course works\nstarting JupyterLab`,
    );
  });

  it("repairs what an interruption has left", async () => {
    // As after a loss of power: a lock of nobody, half a .venv, half a uv.
    write(join(root, ".cache", "setup.lock"), "");
    write(join(root, ".cache", "tmp", "half"), "");
    write(join(root, ".venv", "pyvenv.cfg"), "home = /gone\n");
    const { stderr } = start({ PATH: pathWithUv() });
    expect(stderr).to.include("removing .venv: it is unfinished").and.include("starting JupyterLab");
    expect(existsSync(join(root, ".venv", "session-keys.json"))).to.equal(true);
  });
});

function strangerCommand(): readonly string[] | undefined {
  if (process.platform === "win32") return undefined;
  if (!isRoot) return ["env"];
  const command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
  return spawnSync("setpriv", [...command.slice(1), process.execPath, "--version"]).status === 0 ? command : undefined;
}

/** Runs Node in a course that can be read, and not written. */
function runAsStranger(root: string, args: readonly string[]): { status: number | null; stderr: string } {
  const [file = "", ...prefix] = asStranger ?? [];
  const folders = [
    root,
    ...readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name)),
  ];
  for (const folder of folders) chmodSync(folder, 0o555);
  try {
    return spawnSync(file, [...prefix, process.execPath, ...args], { cwd: root, encoding: "utf8" });
  } finally {
    for (const folder of folders) chmodSync(folder, 0o755);
  }
}

/** A script that answers the probe as such a Python would. */
function probed(python: object): string {
  const answer = JSON.stringify({ executable: "/fake/python3", hasPip: true, hasEnsurepip: true, ...python });
  return `#!/bin/sh\necho '${answer}'\n`;
}
