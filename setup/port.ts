import { type AddressInfo, createServer } from "node:net";
import { SetupProblem } from "./problem.js";

/** @param port - 0: any that is free. @throws SetupProblem when it is taken. */
export const freePort = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", (cause) => reject(new SetupProblem(portProblem(port, cause), { cause })));
    server.listen(port, "127.0.0.1", () => {
      const { port: found } = server.address() as AddressInfo;
      server.close(() => resolve(found));
    });
  });

const portProblem = (port: number, cause: NodeJS.ErrnoException): string => {
  const why = cause.code === "EADDRINUSE" ? "is in use by another program" : `cannot be used (${cause.message})`;
  return `port ${port} ${why}; end that program, or let a free one be found: npm start -- --port 0`;
};
