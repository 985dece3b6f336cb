import { spawnSync } from "node:child_process";
import { Server } from "node:net";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import fc from "fast-check";
import { afterEach, describe, it } from "mocha";
import { courseRoot } from "../../grader/course.js";
import { type Line, type Passed, tapped } from "../../kit/wire.js";

const textOf = ({ bytes }: Passed): string => new TextDecoder().decode(bytes);

/** What `tapped` says when it does not end well. */
async function errorOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "no error";
}

/** Says back each line, until nobody speaks any more. */
async function echo(line: Line): Promise<void> {
  for (;;) line.send(`${await line.read("\n")}\n`);
}

const listen = Server.prototype.listen;
afterEach(() => {
  Server.prototype.listen = listen;
});

describe("a tapped wire", () => {
  it("carries both ways, and copies every byte in the order in which it passed", async () => {
    const passed = await tapped(
      async (line) => {
        line.send("login: ");
        const name = await line.read("\r\n");
        line.send(`Welcome, ${name}.\r\n`);
      },
      async (connect) => {
        const line = await connect();
        await line.read("login: ");
        line.send("günter\r\n");
        expect(await line.read("\r\n")).to.equal("Welcome, günter.");
      },
    );
    expect(passed.map((each) => [each.from, textOf(each)])).to.deep.equal([
      ["server", "login: "],
      ["client", "günter\r\n"],
      ["server", "Welcome, günter.\r\n"],
    ]);
  });

  it("shows what goes one way in a row as one, however TCP cut it", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 200 }).filter((said) => !said.includes("\n"));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), async (said) => {
        const heard: string[] = [];
        const passed = await tapped(
          async (line) => {
            for (const _ of said) heard.push(await line.read("\n"));
          },
          async (connect) => {
            const line = await connect();
            for (const each of said) line.send(`${each}\n`);
          },
        );
        expect(heard).to.deep.equal(said);
        expect(Buffer.concat(passed.map(({ bytes }) => bytes)).toString()).to.equal(said.map((each) => `${each}\n`).join(""));
        expect(passed).to.have.length(1);
      }),
      { numRuns: 20 },
    );
  });

  it("delivers the last bytes though the client hangs up at once, and answers none", async () => {
    const heard: string[] = [];
    const passed = await tapped(
      async (line) => {
        heard.push(await line.read("\n"));
      },
      async (connect) => (await connect()).send("alice\n"),
    );
    expect(heard).to.deep.equal(["alice"]);
    expect(passed.map(({ from }) => from)).to.deep.equal(["client"]);
  });

  it("tells connections apart by the port that the server sees", async () => {
    const ports: number[] = [];
    const passed = await tapped(
      async (line, port) => {
        ports.push(port);
        await echo(line);
      },
      async (connect) => {
        for (const name of ["a", "b", "c"]) {
          const line = await connect();
          line.send(`${name}\n`);
          expect(await line.read("\n")).to.equal(name);
        }
      },
    );
    expect(new Set(ports).size).to.equal(3);
    expect(passed.map(({ port }) => port)).to.deep.equal(ports.flatMap((port) => [port, port]));
  });

  it("listens on 127.0.0.1 and nowhere else", async () => {
    const places: unknown[] = [];
    Server.prototype.listen = function spy(this: Server, ...args: unknown[]) {
      places.push(args);
      return Reflect.apply(listen, this, args) as Server;
    } as typeof listen;
    await tapped(echo, async () => {});
    expect(places).to.deep.equal([
      [0, "127.0.0.1"],
      [0, "127.0.0.1"],
    ]);
  });

  it("leaves nothing open, however it ends", async () => {
    const before = process.getActiveResourcesInfo().filter((name) => /TCP/.test(name)).length;
    await tapped(echo, async (connect) => (await connect()).send("hello\n"));
    await errorOf(tapped(echo, async (connect) => void (await (await connect()).read("never")), 50));
    await errorOf(
      tapped(echo, async (connect) => {
        await connect();
        throw new Error("enough");
      }),
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect(process.getActiveResourcesInfo().filter((name) => /TCP/.test(name)).length).to.be.at.most(before);
  });

  it("keeps no process alive", function () {
    this.timeout(20_000);
    const module = pathToFileURL(`${courseRoot}/dist/kit/wire.js`).href;
    const script = `import { tapped } from ${JSON.stringify(module)};
      await tapped(async (line) => { for (;;) line.send(await line.read("\\n")); }, async (connect) => { const line = await connect(); line.send("x\\n"); await line.read("x"); });
      tapped(async () => { await new Promise(() => {}); }, async (connect) => { await connect(); }, 300).catch((error) => console.log(error.message));`;
    const run = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8", timeout: 15_000 });
    expect([run.stdout, run.stderr, run.status]).to.deep.equal(["The wire was closed after 0.3 seconds. One of the two programs had not ended.\n", "", 0]);
  });

  it("says who waits for what, when nothing moves any more", async () => {
    const client = async (connect: () => Promise<Line>): Promise<void> => {
      const line = await connect();
      await line.read("Password: ");
    };
    const server = async (line: Line): Promise<void> => {
      line.send("password: ");
      await line.read("\r\n");
    };
    expect(await errorOf(tapped(server, client, 200))).to.match(/^The wire was closed after 0\.2 seconds\. The (client|server) waits for "/);
  });

  it("tells the client that the server has hung up, and what had come", async () => {
    const said = await errorOf(
      tapped(
        async (line) => line.send("go away"),
        async (connect) => void (await (await connect()).read("login: ")),
      ),
    );
    expect(said).to.equal('The client waits for "login: ", but the other side has hung up; so far came "go away".');
  });

  it("passes on an error of either program", async () => {
    const broken = async (): Promise<void> => {
      throw new RangeError("no such user");
    };
    expect(await errorOf(tapped(broken, async (connect) => void (await (await connect()).read("x"))))).to.equal("no such user");
    expect(await errorOf(tapped(broken, async (connect) => void (await connect())))).to.equal("no such user");
    expect(await errorOf(tapped(echo, broken))).to.equal("no such user");
  });

  it("stops a loop: too many bytes, too many connections", async () => {
    const loud = async (line: Line): Promise<void> => line.send("x".repeat(70_000));
    expect(await errorOf(tapped(loud, async (connect) => void (await (await connect()).read("y"))))).to.contain("More than 64 KiB");
    const many = async (connect: () => Promise<Line>): Promise<void> => {
      for (;;) await connect();
    };
    expect(await errorOf(tapped(echo, many))).to.contain("at most 64 connections");
  });
});
