/** Runs cells one after another, and answers what a front end asks meanwhile. */
import { type Asked, answer } from "./answers.js";
import { startCompiler } from "./compiler.js";
import { typeProblem } from "./faults.js";
import { problemOf, startRunner } from "./runner.js";
import type { Compiled, Outcome } from "./threads.js";
import type { Content, Header, Request, Wire } from "./wire.js";

export interface Session {
  /** Takes a request of any kind. Never throws. */
  handle(request: Request): void;
  interrupt(): void;
}

/** @param end - called when a front end wants the kernel to end. */
export function openSession(wire: Wire, end: () => void): Session {
  const queue: Request[] = [];
  /** The request of each run, because late output goes to the cell that it comes from. Silent ones have none. */
  const headers = new Map<number, Header>();
  let executing: { readonly request: Request; stop(): void } | undefined;
  let runs = 0;
  let count = 0;
  /** Types of what earlier cells declared. */
  let declared = "";

  const compiler = startCompiler();
  const runner = startRunner({
    said(message) {
      const parent = headers.get(message.run);
      if (!parent) return;
      if (message.kind === "stream") wire.publish("stream", { name: message.name, text: message.text }, parent);
      else if (message.kind === "late") wire.publish("error", { ...message.problem }, parent);
      else {
        const transient = message.id === undefined ? {} : { display_id: message.id };
        wire.publish(message.isUpdate ? "update_display_data" : "display_data", { data: message.data, metadata: {}, transient }, parent);
      }
    },
    lost() {
      declared = "";
    },
  });

  const status = (state: "busy" | "idle", header: Header): void => wire.publish("status", { execution_state: state }, header);

  async function work(): Promise<void> {
    while (!executing) {
      const request = queue.shift();
      if (!request) return;
      await execute(request);
    }
  }

  async function execute(request: Request): Promise<void> {
    const { header, content } = request;
    const isSilent = content["silent"] === true;
    const source = String(content["code"] ?? "").replace(/\r\n?/g, "\n");
    const stopped = new Promise<Outcome>((resolve) => {
      executing = { request, stop: () => resolve({ kind: "failed", problem: NOT_STARTED }) };
    });
    status("busy", header);
    runs += 1;
    if (!isSilent && content["store_history"] !== false) count += 1;
    if (!isSilent) headers.set(runs, header);
    if (!isSilent) wire.publish("execute_input", { code: source, execution_count: count }, header);
    const cell = { run: runs, count, source };
    const outcome = await compileAndRun(cell, request.metadata, stopped).catch(
      (error: Error): Outcome => ({ kind: "failed", problem: problemOf("KernelError", error.message) }),
    );
    executing = undefined;
    if (outcome.kind === "ok") {
      if (outcome.result && !isSilent) wire.publish("execute_result", { execution_count: count, data: outcome.result, metadata: {} }, header);
      request.reply("execute_reply", { status: "ok", execution_count: count, user_expressions: {}, payload: [] });
    } else {
      if (!isSilent) wire.publish("error", { ...outcome.problem }, header);
      request.reply("execute_reply", { status: "error", execution_count: count, ...outcome.problem });
    }
    status("idle", header);
    if (outcome.kind === "failed" && content["stop_on_error"] !== false) abortQueue();
  }

  async function compileAndRun(cell: { run: number; count: number; source: string }, metadata: Content, stopped: Promise<Outcome>): Promise<Outcome> {
    const cellId = metadata["cellId"];
    const compile = async (): Promise<Compiled> => {
      await runner.uninterrupted();
      runner.seen(cell.source, typeof cellId === "string" ? cellId : undefined);
      return compiler.ask("compile", { declared, source: cell.source });
    };
    const compiled = await Promise.race([compile(), stopped]);
    if (compiled.kind === "failed" || compiled.kind === "ok") return compiled;
    if (compiled.kind === "refused") return { kind: "failed", problem: typeProblem(compiled.faults, cell) };
    if (executing) executing.stop = () => {};
    const outcome = await runner.run(cell, compiled.program);
    if (outcome.kind === "ok") declared = compiled.declared;
    return outcome;
  }

  /** Cells that were sent before the one that failed was known to fail. */
  function abortQueue(): void {
    for (const { header, reply } of queue.splice(0)) {
      status("busy", header);
      reply("execute_reply", { status: "aborted", execution_count: count });
      status("idle", header);
    }
  }

  async function interrupt(): Promise<void> {
    abortQueue();
    executing?.stop();
    compiler.hurry();
    await runner.interrupt();
  }

  const asked: Asked = {
    ask: (name, question) => compiler.ask(name, question),
    declared: () => declared,
    interrupt: () => void interrupt(),
    end: async () => {
      await interrupt();
      end();
    },
  };

  return {
    interrupt: () => void interrupt(),
    handle(request) {
      if (request.header.msg_type === "execute_request") {
        queue.push(request);
        void work();
        return;
      }
      status("busy", request.header);
      void answer(request, asked).finally(() => {
        status("idle", request.header);
        // A front end shows the newest status, and the cell is still running.
        if (executing) status("busy", executing.request.header);
      });
    },
  };
}

const NOT_STARTED = problemOf("Interrupted", "stopped before it ran");
