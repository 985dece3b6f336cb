/** From what the doctor saw to what he says. Pure. */

/** `detail` where all is well. */
export type Told = { readonly detail: string } | { readonly problem: string };

export interface Facts {
  readonly platform: NodeJS.Platform;
  readonly python: Told;
  readonly venv: { readonly exists: boolean; readonly finished: boolean; readonly jupyterLab: string | undefined };
  readonly kernel: "fine" | "old" | "missing";
  readonly deno: Told;
  /** Its path. */
  readonly prlimit: string | undefined;
  readonly course: Told;
  readonly notebooks: Told;
  /** The first folder in which this user may not write. */
  readonly unwritable: string | undefined;
  readonly freeMB: number;
  readonly sizesMB: Readonly<Record<string, number>>;
  readonly port: { readonly number: number; readonly free: boolean };
}

export interface Finding {
  readonly name: string;
  readonly word: "fine" | "old" | "missing" | "wrong" | "unknown";
  readonly detail: string;
  /** Present where something stands in the way. */
  readonly cure?: string;
}

const LEAST_MB = 500;
const AGAIN = "npm start";

export const findingsOf = (facts: Facts): readonly Finding[] => [
  ofTold("Python", facts.python, AGAIN),
  venvOf(facts),
  kernelOf(facts),
  ofTold("Deno", facts.deno, `${AGAIN}; if that does not help, remove the folder node_modules first`),
  prlimitOf(facts),
  ofTold("course", facts.course, "get the file that is named from the course anew"),
  ofTold("notebooks", facts.notebooks, "get the file that is named from the course anew; your own copy may be worth keeping under another name"),
  writableOf(facts),
  diskOf(facts),
  { name: "sizes", word: "fine", detail: sizesOf(facts) },
  {
    name: "port",
    word: "fine",
    detail: facts.port.free ? `${facts.port.number} is free` : `${facts.port.number} is in use; npm start takes the next free one`,
  },
];

/** @param cure - where the problem brings none along, after a semicolon. */
const ofTold = (name: string, told: Told, cure: string): Finding => {
  if ("detail" in told) return { name, word: "fine", detail: told.detail };
  const [detail = "", ...own] = told.problem.split("; ");
  return { name, word: "wrong", detail, cure: own.length > 0 ? own.join("; ") : cure };
};

const venvOf = ({ venv }: Facts): Finding => {
  const name = "JupyterLab";
  if (!venv.exists) return { name, word: "missing", detail: "there is no .venv yet", cure: AGAIN };
  if (!venv.finished) return { name, word: "old", detail: ".venv is unfinished, out of date, or was made in another folder", cure: AGAIN };
  if (venv.jupyterLab === undefined)
    return { name, word: "wrong", detail: ".venv is finished but holds no JupyterLab", cure: `remove the folder .venv, then ${AGAIN}` };
  return { name, word: "fine", detail: `${venv.jupyterLab} in .venv` };
};

const kernelOf = ({ kernel }: Facts): Finding => {
  const name = "kernel";
  if (kernel === "fine") return { name, word: "fine", detail: "tslab, started by this Node" };
  const detail = kernel === "old" ? "made for another Node or another folder" : "JupyterLab does not know it yet";
  return { name, word: kernel, detail, cure: AGAIN };
};

const prlimitOf = ({ platform, prlimit }: Facts): Finding => {
  const name = "prlimit";
  if (prlimit !== undefined) return { name, word: "fine", detail: prlimit };
  if (platform !== "linux") return { name, word: "fine", detail: "none on this system; memory beyond an answer's heap is not bounded" };
  return { name, word: "missing", detail: "memory beyond an answer's heap is not bounded", cure: "install the package util-linux" };
};

const writableOf = ({ unwritable }: Facts): Finding => {
  const name = "folder";
  if (unwritable === undefined) return { name, word: "fine", detail: "can be written" };
  return {
    name,
    word: "wrong",
    detail: `you may not write ${unwritable}`,
    cure: "move the course into a folder of your own, or if it was once started with sudo, give it back to yourself with chown",
  };
};

const diskOf = ({ freeMB }: Facts): Finding => {
  const found = { name: "disk", detail: `${freeMB} MB free` };
  return freeMB >= LEAST_MB ? { ...found, word: "fine" } : { ...found, word: "wrong", cure: "make 1 GB free" };
};

const sizesOf = ({ sizesMB }: Facts): string =>
  Object.entries(sizesMB)
    .map(([name, size]) => `${name} ${size} MB`)
    .join(", ");
