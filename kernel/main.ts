/** Our own Jupyter kernel for TypeScript: `node --no-force-async-hooks-checks main.js <connection file>`. See docs/kernel.md. */
import { readFileSync } from "node:fs";
import { endWithParent } from "./parent.js";
import { openSession } from "./session.js";
import { openWire, parseConnection } from "./wire.js";

const [, , file] = process.argv;
if (file === undefined) throw new Error("give the connection file that Jupyter writes: node main.js <file>");

endWithParent();
const wire = await openWire(parseConnection(readFileSync(file, "utf8")));
wire.publish("status", { execution_state: "starting" }, undefined);
const session = openSession(wire, () => void wire.close().then(() => process.exit(0)));
wire.listen(session.handle);
// For a front end that interrupts by signal, whatever the kernelspec says.
process.on("SIGINT", session.interrupt);
