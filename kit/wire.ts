/**
 * A wire for lessons: a real server on this machine, with a tap in front of it that copies every byte. For learning: it
 * listens on 127.0.0.1 only, and when `tapped` returns, all of it is closed.
 */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** One end of a TCP connection, for programs that speak in lines of text. */
export interface Line {
  /** Sends a text, as UTF-8. */
  send(text: string): void;
  /** Waits until `end` has come, and returns what came before it. @throws if the other side hangs up first. */
  read(end: string): Promise<string>;
}

/** What the tap copied: bytes that went one way, in one go. */
export interface Passed {
  readonly from: "client" | "server";
  /** Names the TCP connection: the client's port, as the server sees it. */
  readonly port: number;
  readonly bytes: Uint8Array;
}

/** Called once for each TCP connection. It need not notice when the client hangs up: `read` then ends it. */
export type ServerProgram = (line: Line, port: number) => Promise<void>;

/** Opens as many TCP connections as it likes. They are closed when it has ended. */
export type ClientProgram = (connect: () => Promise<Line>) => Promise<void>;

const HOST = "127.0.0.1";
const MOST_CONNECTIONS = 64;
const MOST_BYTES = 64 * 1024;

/**
 * Runs both programs with a tapped wire between them.
 * @param patienceMs - after so long all of it is closed, with an error that says who was still waiting.
 * @returns what crossed the wire, in the order in which it passed the tap.
 */
export async function tapped(server: ServerProgram, client: ClientProgram, patienceMs = 5000): Promise<Passed[]> {
  const wire = new Wire(server);
  let timer: NodeJS.Timeout | undefined;
  // The only thing here that keeps a process alive, and never longer than this.
  const outOfPatience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(wire.whoWaits(patienceMs))), patienceMs);
  });
  try {
    await Promise.race([wire.run(client), wire.failed, outOfPatience]);
    return wire.passed;
  } finally {
    clearTimeout(timer);
    await wire.close();
  }
}

class HungUp extends Error {
  override name = "HungUp";
}

class Wire {
  readonly passed: Passed[] = [];
  /** Never holds; rejects when the server's program does, or when it gets too much. */
  readonly failed: Promise<never>;
  #fail: (error: unknown) => void = () => {};
  readonly #program: ServerProgram;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new Map<object, string>();
  #byteCount = 0;

  constructor(program: ServerProgram) {
    this.#program = program;
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
  }

  async run(client: ClientProgram): Promise<void> {
    const serverPort = await this.#listen((socket) => void this.#serve(socket));
    const tapPort = await this.#listen((near) => this.#tap(near, serverPort));
    const opened: Socket[] = [];
    await client(async () => {
      if (opened.length === MOST_CONNECTIONS) throw new Error(`This wire carries at most ${MOST_CONNECTIONS} connections.`);
      const socket = this.#keep(connect({ host: HOST, port: tapPort, noDelay: true }));
      opened.push(socket);
      await once(socket, "connect");
      return this.#lineOver(socket, "client");
    });
    // The last bytes may still be on their way: a side has heard all when the other has hung up too.
    const closed = opened.map((socket) => (socket.closed ? undefined : once(socket, "close")));
    for (const socket of opened) socket.end();
    await Promise.all(closed);
  }

  async close(): Promise<void> {
    const open = [...this.#sockets].filter((socket) => !socket.closed);
    const closed = open.map((socket) => once(socket, "close"));
    for (const socket of open) socket.destroy();
    await Promise.all([...closed, ...this.#servers.map((server) => new Promise((done) => server.close(done)))]);
  }

  whoWaits(patienceMs: number): string {
    const [who] = this.#waiting.values();
    return `The wire was closed after ${patienceMs / 1000} seconds. ${who ?? "One of the two programs had not ended."}`;
  }

  async #listen(accept: (socket: Socket) => void): Promise<number> {
    // Half open: what one side says after the other has finished still arrives.
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => accept(this.#keep(socket)));
    this.#servers.push(server);
    server.unref().listen(0, HOST);
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }

  /** Whoever is cut off notices by the end of the stream; an error says no more. */
  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    return socket.unref().on("error", () => socket.destroy());
  }

  #tap(near: Socket, serverPort: number): void {
    const far = this.#keep(connect({ host: HOST, port: serverPort, allowHalfOpen: true, noDelay: true }));
    far.once("connect", () => {
      const port = far.localPort ?? 0;
      this.#copy({ source: near, target: far }, "client", port);
      this.#copy({ source: far, target: near }, "server", port);
    });
    far.once("close", () => near.end());
  }

  #copy({ source, target }: { source: Socket; target: Socket }, from: Passed["from"], port: number): void {
    source.on("data", (bytes) => {
      this.#byteCount += bytes.length;
      if (this.#byteCount > MOST_BYTES) this.#fail(new Error("More than 64 KiB crossed the wire. Does one side send in a loop?"));
      else this.#record({ from, port, bytes: Uint8Array.from(bytes) });
      target.write(bytes);
    });
    source.on("end", () => target.end());
  }

  /** How TCP cuts a text into pieces is chance, so what goes the same way in a row is one. */
  #record(now: Passed): void {
    const last = this.passed.at(-1);
    if (last?.from !== now.from || last.port !== now.port) this.passed.push(now);
    else this.passed[this.passed.length - 1] = { ...now, bytes: Uint8Array.from([...last.bytes, ...now.bytes]) };
  }

  async #serve(socket: Socket): Promise<void> {
    try {
      await this.#program(this.#lineOver(socket, "server"), socket.remotePort ?? 0);
    } catch (error) {
      if (!(error instanceof HungUp)) this.#fail(error);
    } finally {
      socket.end();
    }
  }

  #lineOver(socket: Socket, who: Passed["from"]): Line {
    const decoder = new TextDecoder();
    let text = "";
    let hasEnded = false;
    let wake: (() => void)[] = [];
    const wakeAll = (): void => {
      const sleepers = wake;
      wake = [];
      for (const each of sleepers) each();
    };
    socket.on("data", (bytes) => {
      text += decoder.decode(bytes, { stream: true });
      wakeAll();
    });
    for (const event of ["end", "close"]) {
      socket.on(event, () => {
        hasEnded = true;
        wakeAll();
      });
    }
    const read = async (end: string): Promise<string> => {
      const wish = `The ${who} waits for ${shown(end)}`;
      const sleeper = {};
      try {
        for (;;) {
          const at = text.indexOf(end);
          if (at >= 0) {
            const before = text.slice(0, at);
            text = text.slice(at + end.length);
            return before;
          }
          const sofar = text === "" ? "nothing has come" : `so far came ${shown(text)}`;
          if (hasEnded) throw new HungUp(`${wish}, but the other side has hung up; ${sofar}.`);
          this.#waiting.set(sleeper, `${wish}; ${sofar}.`);
          await new Promise<void>((resolve) => wake.push(resolve));
        }
      } finally {
        this.#waiting.delete(sleeper);
      }
    };
    return { send: (said) => void socket.write(said), read };
  }
}

const shown = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
