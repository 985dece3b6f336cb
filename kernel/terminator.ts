/** Ends the JavaScript that the runner's thread executes, without ending the thread: the debugger's way. */
import { Session } from "node:inspector";

export interface Terminator {
  /** One termination may be swallowed: ask again until the thread answers. */
  terminate(): void;
  /** Has the thread taken note of each termination? One that it has yet to hear of would end what runs then. */
  isNoted(): boolean;
  /** Settles when it has, or after half a second. */
  noted(): Promise<void>;
}

const ANSWER_MS = 500;

/**
 * Must be there before the thread is started.
 * @param url - how the address of the thread's program ends.
 */
export function openTerminator(url: string): Terminator {
  const session = new Session();
  let thread: string | undefined;
  let open = 0;
  let answered = (): void => {};
  session.connect();
  session.on("NodeWorker.attachedToWorker", ({ params }) => {
    if (!params.workerInfo.url.endsWith(url)) return;
    thread = params.sessionId;
    open = 0;
  });
  session.on("NodeWorker.receivedMessageFromWorker", ({ params }) => {
    if (params.sessionId !== thread) return;
    open -= 1;
    if (open === 0) answered();
  });
  // Kept for the life of the kernel: Node 20 crashes when a session is opened and closed for each interrupt.
  session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
  return {
    terminate() {
      if (thread === undefined) return;
      open += 1;
      session.post("NodeWorker.sendMessageToWorker", { sessionId: thread, message: JSON.stringify({ id: 1, method: "Runtime.terminateExecution" }) });
    },
    isNoted: () => open === 0,
    noted: () =>
      new Promise((resolve) => {
        if (open === 0) return resolve();
        answered = resolve;
        setTimeout(resolve, ANSWER_MS);
      }),
  };
}
