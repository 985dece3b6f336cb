/** The compiler's sentences in a learner's. Pure. */

/** One line of the compiler's, with the indented lines below it. */
export interface Diagnostic {
  readonly path: string;
  /** From 1, as are columns. */
  readonly line: number;
  readonly column: number;
  readonly code: number;
  readonly text: string;
  /** The reasons below it, from the widest to the narrowest. */
  readonly chain: readonly string[];
}

/** Reads what `tsc --pretty false` prints. */
export function parseDiagnostics(printed: string): Diagnostic[] {
  const found: (Diagnostic & { chain: string[] })[] = [];
  for (const line of printed.split(/\r?\n/)) {
    const head = /^(\S.*)\((\d+),(\d+)\): error TS(\d+): (.*)$/.exec(line);
    if (head) {
      const [, path = "", row, column, code, text = ""] = head;
      found.push({ path, line: Number(row), column: Number(column), code: Number(code), text, chain: [] });
    } else if (/^\s+\S/.test(line)) found.at(-1)?.chain.push(line.trim());
  }
  return found;
}

/** @returns undefined for what the answer's build says better, or what is no matter of types: codes from 1000 to 1999. */
export function inWords({ code, text, chain }: Diagnostic): string | undefined {
  // The compiler tells apart where an array's memory lies, a student need not.
  if ([text, ...chain].some((reason) => /'Uint8Array<ArrayBufferLike>'.*'Uint8Array<ArrayBuffer>'/.test(reason))) return undefined;
  const plain = readable(chain.findLast((reason) => mismatch.test(reason)) ?? text);
  const rule = rules.find(({ codes }) => codes.includes(code));
  const match = rule?.says.exec(rule.whole ? readable(text) : plain);
  if (rule && match) return rule.words(...match.slice(1).map((part) => part ?? ""));
  if (code < 2000) return undefined;
  const whole = readable(text);
  return whole.charAt(0).toLowerCase() + whole.slice(1).replace(/\.$/, "");
}

/** Without what says nothing to a learner: `Uint8Array<ArrayBufferLike>` is a Uint8Array. */
const readable = (text: string): string => text.replace(/<ArrayBuffer(Like)?>/g, "").replace(/\b[TR](?:Arg|Ret)<([^<>]*)>/g, "$1");

const mismatch = /ype '(.+?)' is (?:not assignable to|missing .+ from) (?:parameter of )?type '(.+)'/;

interface Rule {
  readonly codes: readonly number[];
  readonly says: RegExp;
  /** Set where the first line is wanted, not the narrowest reason. */
  readonly whole?: true;
  readonly words: (...parts: string[]) => string;
}

const wrongType = (is: string, wanted: string): string => {
  if (is === "undefined" || is === "null") return `this may be ${is}; wanted here: ${wanted}`;
  if (is === "void") return `this function returns nothing; wanted: ${wanted}`;
  return `this is of type ${is}; wanted here: ${wanted}`;
};

const maybe = (name: string, what: string): string => `${name} may be ${what} here; check for that first`;

const lacks = (names: string): string => `the object lacks ${names}`;

const rules: readonly Rule[] = [
  { codes: [2322, 2345, 2769], says: mismatch, words: wrongType },
  {
    codes: [2304, 2552, 2503, 2580, 2584, 2591],
    says: /^Cannot find name '(.+?)'\.(?: Did you mean '(.+?)'\?)?/,
    whole: true,
    words: (name, near) => {
      const ask = near && near !== "undefined" ? `; did you mean ${near}?` : "; an answer sees only what stands in itself";
      return `nothing here is called ${name}${ask}`;
    },
  },
  {
    codes: [2339, 2551],
    says: /^Property '(.+?)' does not exist on type '(.+?)'\.(?: Did you mean '(.+?)'\?)?/,
    whole: true,
    words: (name, type, near) => `${type} has no ${name}${near ? `; did you mean ${near}?` : ""}`,
  },
  {
    codes: [2550],
    says: /^Property '(.+?)' does not exist/,
    whole: true,
    words: (name) => `${name} is newer than the types here know; it may run all the same`,
  },
  {
    codes: [2554, 2555],
    says: /^Expected (.+) arguments?, but got (\d+)/,
    whole: true,
    words: (wanted, got) => `this call has ${got === "1" ? "1 argument" : `${got} arguments`}; the function takes ${wanted.replace("-", " to ")}`,
  },
  {
    codes: [2355, 2366, 7030],
    says: /^/,
    whole: true,
    words: () => "not every way through this function returns a value, but its type says that one comes back",
  },
  { codes: [2531, 18047], says: /^(?:'(.+)'|Object) is possibly/, whole: true, words: (name) => maybe(name || "this", "null") },
  { codes: [2532, 18048], says: /^(?:'(.+)'|Object) is possibly/, whole: true, words: (name) => maybe(name || "this", "undefined") },
  { codes: [2533, 18049], says: /^(?:'(.+)'|Object) is possibly/, whole: true, words: (name) => maybe(name || "this", "null or undefined") },
  {
    codes: [2571, 18046],
    says: /^(?:'(.+)'|Object) is of type/,
    whole: true,
    words: (name) => `the type of ${name || "this"} is not known; check what it is first`,
  },
  {
    codes: [7006, 7019],
    says: /^(?:Rest p|P)arameter '(.+?)'/,
    whole: true,
    words: (name) => `${name} has no type; write one, for example ${name}: Uint8Array`,
  },
  { codes: [2741], says: /^Property '(.+?)' is missing/, whole: true, words: lacks },
  { codes: [2739], says: /: ([^:]+)$/, whole: true, words: lacks },
  { codes: [2353], says: /'(\S+)' does not exist in type/, whole: true, words: (name) => `${name} does not belong into this object` },
  {
    codes: [2365],
    says: /^Operator '(.+?)' cannot be applied to types '(.+?)' and '(.+?)'/,
    whole: true,
    words: (sign, a, b) => `${sign} does not work on ${a} and ${b}`,
  },
  {
    codes: [2362, 2363],
    says: /^The (left|right)-hand side/,
    whole: true,
    words: (side) => `what stands on the ${side} is no number; only numbers can be calculated with`,
  },
  {
    codes: [2367],
    says: /types '(.+)' and '(.+)' have no overlap/,
    whole: true,
    words: (a, b) => `a ${a} and a ${b} are never equal, so this comparison always ends the same way`,
  },
  { codes: [2454], says: /^Variable '(.+?)'/, whole: true, words: (name) => `${name} has no value yet here` },
  { codes: [1064], says: /'(Promise<.+>)'/, whole: true, words: (type) => `an async function returns a promise; its type is ${type}` },
];
