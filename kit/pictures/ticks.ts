/** Where the marks of an axis stand, and how numbers are written there. Pure. */

/** A number as it is written: `1,024`, or `1.3 × 10` with a raised `−20`. */
export interface Label {
  readonly text: string;
  readonly power?: number;
}

export interface Ticks {
  readonly ticks: readonly { readonly part: number; readonly label: Label }[];
  /** How far along the axis a value lies, from 0 to 1. */
  readonly part: (value: number) => number;
}

export const ticksOf = (values: readonly number[], log: 2 | 10 | undefined): Ticks => (log === undefined ? linearTicks(values) : logTicks(values, log));

function linearTicks(values: readonly number[]): Ticks {
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (low > 0 && low < high / 2) low = 0;
  if (high - low <= Math.max(Math.abs(low), Math.abs(high)) * 1e-9)
    [low, high] = [low - Math.max(1, Math.abs(low)) / 2, high + Math.max(1, Math.abs(high)) / 2];
  const rough = (high - low) / 5;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = ten * ([1, 2, 5].find((factor) => factor * ten >= rough * 0.999) ?? 10);
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  const isPlain = Math.max(Math.abs(low), Math.abs(high)) < 1e7 && step >= 1e-5;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const label = (value: number): Label =>
    isPlain ? { text: grouped(value, { minimumFractionDigits: digits, maximumFractionDigits: digits }) } : numberOf(value);
  return {
    ticks: upTo(last - first).map((index) => ({ part: index / (last - first), label: label((first + index) * step) })),
    part: (value) => (value / step - first) / (last - first),
  };
}

function logTicks(values: readonly number[], base: 2 | 10): Ticks {
  const powers = values.map((value) => powerOf(value, base));
  const [low, high] = [Math.floor(Math.min(...powers) + 1e-9), Math.ceil(Math.max(...powers) - 1e-9)];
  const steps = base === 2 ? [1, 2, 4, 8, 16, 32, 64, 128] : [1, 2, 3, 5, 10, 20, 50];
  const step = steps.find((each) => (high - low) / each <= (base === 2 ? 8 : 6)) ?? (steps.at(-1) as number) * 2;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  const isPlain = isPlainRange(low, high, base);
  return {
    ticks: upTo(last - first).map((index) => {
      const power = (first + index) * step;
      return { part: index / (last - first), label: isPlain || power === 0 ? numberOf(base ** power) : { text: String(base), power } };
    }),
    part: (value) => (powerOf(value, base) / step - first) / (last - first),
  };
}

const powerOf = (value: number, base: 2 | 10): number => (base === 2 ? Math.log2(value) : Math.log10(value));

/** Whether a logarithmic axis between these powers can do with numbers written out. */
const isPlainRange = (low: number, high: number, base: 2 | 10): boolean => (base === 2 ? low >= 0 && high <= 16 : low >= -4 && high <= 6);

export const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, index) => index);

const grouped = (value: number, how: Intl.NumberFormatOptions): string =>
  (value + 0)
    .toLocaleString("en-US", how)
    .replace(/^-/, "−")
    .replace(/^−(?=[0.]*$)/, "");

/** Three digits of a number, or all of a whole one. */
function numberOf(value: number): Label {
  const size = Math.abs(value);
  if (size < 1e7 && Number.isInteger(value)) return { text: grouped(value, {}) };
  if (size >= 1000 && size < 1e7) return { text: grouped(Math.round(value), {}) };
  if (size >= 1e-4 && size < 1e7) return { text: grouped(value, { maximumSignificantDigits: 3 }) };
  const [digits = "", power = ""] = value.toExponential(1).split("e");
  const times = digits.replace(/\.0$/, "").replace("-", "−");
  return { text: times === "1" ? "10" : `${times} × 10`, power: Number(power) };
}

/** A value of the data; a power of 2 as one, where the axis shows powers of 2. */
export function valueIn(value: number, log: 2 | 10 | undefined, range: readonly number[]): Label {
  const power = Math.log2(value);
  const isPlain = log !== 2 || isPlainRange(Math.log2(Math.min(...range)), Math.log2(Math.max(...range)), 2);
  return !isPlain && Number.isInteger(power) ? { text: "2", power } : numberOf(value);
}

const RAISED_SIGNS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
export const written = ({ text, power }: Label): string =>
  power === undefined ? text : `${text}${power < 0 ? "⁻" : ""}${String(Math.abs(power)).replace(/\d/g, (digit) => RAISED_SIGNS[Number(digit)] as string)}`;
/** For those who listen: raised signs are often skipped. */
export const spoken = ({ text, power }: Label): string => (power === undefined ? text : `${text} to the power of ${minus(power)}`);
export const minus = (value: number): string => String(value).replace("-", "−");
