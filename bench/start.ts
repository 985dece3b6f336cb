/** What does the command line cost before it does anything? `--help` against a bare Node. */
import { join } from "node:path";
import { courseRoot } from "../grader/course.js";
import { measure, ms, ratio, table } from "./measure.js";

const runs = 20;
const bare = measure(process.execPath, ["-e", "0"], runs);
const help = measure(process.execPath, [join(courseRoot, "dist", "grader", "cli.js"), "--help"], runs);
process.stdout.write(
  table([
    ["start of the command line", "wall ms", "CPU ms", "wall to bare Node"],
    ["node -e 0", ms(bare.wallMs), ms(bare.cpuMs), "1×"],
    ["session-keys --help", ms(help.wallMs), ms(help.cpuMs), ratio(help.wallMs, bare.wallMs)],
  ]),
);
