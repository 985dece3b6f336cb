/** What a front end asks besides running a cell. */
import type { Compiling } from "./threads.js";
import type { Content, Request } from "./wire.js";

/** What answers need of the session. */
export interface Asked {
  ask<Name extends keyof Compiling>(name: Name, question: Parameters<Compiling[Name]>[0]): Promise<ReturnType<Compiling[Name]>>;
  declared(): string;
  interrupt(): void;
  end(): Promise<void>;
}

/** Never rejects. A request that we do not know gets no answer, as Jupyter wants it. */
export async function answer(request: Request, session: Asked): Promise<void> {
  const name = request.header.msg_type.replace(/_request$/, "");
  const make = ANSWERS[name];
  if (!make) return;
  try {
    request.reply(`${name}_reply`, { status: "ok", ...(await make(request.content, session)) });
  } catch (error) {
    request.reply(`${name}_reply`, { status: "error", ename: "KernelError", evalue: (error as Error).message, traceback: [] });
  }
  if (name === "shutdown") await session.end();
}

const ANSWERS: Readonly<Record<string, (content: Content, session: Asked) => Content | Promise<Content>>> = {
  kernel_info: () => KERNEL_INFO,

  async complete({ code, cursor_pos: cursor }, session) {
    const source = String(code);
    const { start, end, matches } = await session.ask("complete", { declared: session.declared(), source, position: unitsOf(source, Number(cursor)) });
    return { matches, cursor_start: pointsOf(source, start), cursor_end: pointsOf(source, end), metadata: {} };
  },

  async inspect({ code, cursor_pos: cursor }, session) {
    const source = String(code);
    const text = await session.ask("inspect", { declared: session.declared(), source, position: unitsOf(source, Number(cursor)) });
    return { found: text !== undefined, data: text === undefined ? {} : { "text/plain": text }, metadata: {} };
  },

  // Its status is not "ok" but says whether the code is complete.
  is_complete: async ({ code }, session) => ({ ...(await session.ask("isComplete", String(code))) }),

  interrupt(_, session) {
    session.interrupt();
    return {};
  },

  shutdown: ({ restart }) => ({ restart: restart === true }),

  // No widgets, and no history: a notebook keeps its cells.
  comm_info: () => ({ comms: {} }),
  history: () => ({ history: [] }),
};

const KERNEL_INFO: Content = {
  protocol_version: "5.3",
  implementation: "session-keys",
  implementation_version: "1.0.0",
  banner: "TypeScript, by the kernel of Session Keys",
  help_links: [],
  language_info: {
    name: "typescript",
    version: "5.0.4",
    mimetype: "text/typescript",
    file_extension: ".ts",
    // What tslab says, so that the same notebook is coloured the same.
    codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
  },
};

/** Jupyter counts code points, TypeScript UTF-16 units. */
const unitsOf = (text: string, points: number): number => [...text].slice(0, points).join("").length;

const pointsOf = (text: string, units: number): number => [...text.slice(0, units)].length;
