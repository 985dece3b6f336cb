/** Ends the JavaScript that the runner's thread executes, without ending the thread: the debugger's way. */
import { Session } from "node:inspector";

export interface Terminator {
  /** Settles when the thread has taken note, or after half a second. One termination may be swallowed: ask again until it answers. */
  terminate(): Promise<void>;
}

const ANSWER_MS = 500;

/**
 * Must be there before the thread is started.
 * @param url - how the address of the thread's program ends.
 */
export function openTerminator(url: string): Terminator {
  const session = new Session();
  let thread: string | undefined;
  let answered = (): void => {};
  session.connect();
  session.on("NodeWorker.attachedToWorker", ({ params }) => {
    if (params.workerInfo.url.endsWith(url)) thread = params.sessionId;
  });
  session.on("NodeWorker.receivedMessageFromWorker", () => answered());
  // Kept for the life of the kernel: Node 20 crashes when a session is opened and closed for each interrupt.
  session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
  return {
    terminate: () =>
      new Promise((resolve) => {
        answered = resolve;
        setTimeout(resolve, ANSWER_MS);
        if (thread === undefined) return;
        session.post("NodeWorker.sendMessageToWorker", { sessionId: thread, message: JSON.stringify({ id: 1, method: "Runtime.terminateExecution" }) });
      }),
  };
}
