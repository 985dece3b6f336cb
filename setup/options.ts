import { parseArgs } from "node:util";

export const usage = `usage: npm start [-- --no-browser] [--port N]

  --no-browser  print the address instead of opening it
  --port N      listen on this port (0: any that is free)`;

export type Options =
  | { readonly kind: "start"; readonly browser: boolean /** Absent: JupyterLab's own choice. */; readonly port?: number }
  | { readonly kind: "help" }
  | { readonly kind: "usage"; readonly message: string };

export const parseOptions = (args: readonly string[]): Options => {
  try {
    return read(args);
  } catch (error) {
    const message = error instanceof Error ? (error.message.split(". ")[0] ?? error.message) : String(error);
    return { kind: "usage", message: `npm start: ${message}` };
  }
};

const read = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: { "no-browser": { type: "boolean" }, port: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) return { kind: "help" };
  const browser = values["no-browser"] !== true;
  if (values.port === undefined) return { kind: "start", browser };
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65535) {
    return { kind: "usage", message: `npm start: --port is "${values.port}"; write a number from 0 to 65535, e.g. --port 8890` };
  }
  return { kind: "start", browser, port: Number(values.port) };
};
