/** How long until a notebook answers, and what its kernel weighs? Ours beside stock tslab and Python's ipykernel, in turn. */
import { existsSync, readFileSync } from "node:fs";
import type { KernelSpec } from "../setup/kernelspec.js";
import { ourSpec, sleep, startKernel, stockSpec, type TestKernel } from "../test/kernel/kernel.js";
import { median, ms, ratio, table } from "./measure.js";

const runs = 5;
const pythonSpec: KernelSpec = {
  argv: ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
  display_name: "Python",
  language: "python",
  interrupt_mode: "signal",
};
const noble =
  'import { sha256 } from "@noble/hashes/sha2.js";\nimport { gcm } from "@noble/ciphers/aes.js";\ngcm(sha256(new Uint8Array(1)), new Uint8Array(12)).encrypt(new Uint8Array(5))';
const check = 'import { check } from "@session-keys/kit";\nawait check("01-one-key/flip");';

const questions = ["ready", "ready + first cell", "a later cell", "first noble cell", "CPU so far", "memory: two cells", "memory: noble and a check"] as const;
type Figures = Partial<Record<(typeof questions)[number], number>>;

const figures: Record<string, Figures[]> = { ours: [], stock: [], ipykernel: [] };
for (let run = 0; run <= runs; run++) {
  for (const [name, spec] of Object.entries({ ours: ourSpec, stock: stockSpec, ipykernel: pythonSpec })) {
    const figure = await session(spec, name !== "ipykernel");
    // The first one warms the disk.
    if (run > 0) figures[name]?.push(figure);
  }
}

const of = (name: string, question: (typeof questions)[number]): number | undefined => {
  const values = (figures[name] ?? []).map((figure) => figure[question]).filter((value) => value !== undefined);
  return values.length > 0 ? median(values) : undefined;
};
process.stdout.write(
  table([
    [`kernel, medians of ${runs} sessions`, "ours", "stock", "ipykernel", "to stock", "to ipykernel"],
    ...questions.map((question) => {
      const [ours, stock, python] = [of("ours", question), of("stock", question), of("ipykernel", question)];
      const unit = question.startsWith("memory") ? "MiB" : "ms";
      return [`${question}, ${unit}`, ms(ours), ms(stock), ms(python), ratio(ours, stock), ratio(ours, python)];
    }),
  ]),
);

async function session(spec: KernelSpec, isTypeScript: boolean): Promise<Figures> {
  const kernel = await startKernel(spec);
  try {
    const timed = async (code: string): Promise<number> => {
      const since = performance.now();
      await kernel.run(code);
      return performance.now() - since;
    };
    const first = await timed("1 + 1");
    const later: number[] = [];
    await sleep(3000);
    for (let turn = 0; turn < 5; turn++) later.push(await timed(`${turn} + 1`));
    const figure: Figures = {
      ready: kernel.readyMs,
      "ready + first cell": kernel.readyMs + first,
      "a later cell": median(later),
      ...weight(kernel, "memory: two cells"),
    };
    if (!isTypeScript) return figure;
    figure["first noble cell"] = await timed(noble);
    Object.assign(figure, cpu(kernel));
    await timed(check);
    await sleep(1000);
    return { ...figure, ...weight(kernel, "memory: noble and a check") };
  } finally {
    await kernel.end();
  }
}

/** proc(5): the share of memory that is this process's alone, and its part of what it shares. Without its children. */
function weight({ pid }: TestKernel, question: (typeof questions)[number]): Figures {
  const file = `/proc/${pid}/smaps_rollup`;
  const kB = existsSync(file) ? /^Pss: +(\d+)/m.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  return kB === undefined ? {} : { [question]: Number(kB) / 1024 };
}

function cpu({ pid }: TestKernel): Figures {
  if (!existsSync(`/proc/${pid}/stat`)) return {};
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return { "CPU so far": (Number(fields[11]) + Number(fields[12])) * 10 };
}
