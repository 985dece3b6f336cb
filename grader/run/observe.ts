/** What a call gave, in a form that can be compared: same behaviour, same text. */

const maxDepth = 12;

/** Keys in order; what stays in the answer's process is just "h". */
export function canonical(value: unknown, depth = 0): string {
  if (depth > maxDepth) return "…";
  if (value instanceof Uint8Array) return `b:${Buffer.from(value).toString("hex")}`;
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(",")}]`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "function") return "h";
  if (typeof value !== "object" || value === null) return String(value);
  if (Object.getPrototypeOf(value) !== Object.prototype) return "h";
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item, depth + 1)}`).join(",")}}`;
}
