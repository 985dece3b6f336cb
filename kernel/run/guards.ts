/** What would end the session, or wait for ever. */

/** Else one line in a cell would take all variables with it. */
export function refuseExit(): void {
  const refuse = (code?: unknown): never => {
    throw named("ProcessExit", `process.exit(${code === undefined ? "" : String(code)}) is ignored: it would end the session and lose your variables`);
  };
  Object.assign(process, { exit: refuse, reallyExit: refuse, abort: refuse });
}

/** A kernel that asked for input would need a front end that answers, and a graded answer has nobody to ask. */
export function refuseInput(): void {
  const refuse = (): never => {
    throw named("NoInput", "a cell can't read from the keyboard: put the text into a variable");
  };
  Object.defineProperty(process, "stdin", { get: refuse, configurable: true });
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
