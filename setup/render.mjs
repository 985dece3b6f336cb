/**
 * @typedef {{ name: string, word: "fine" | "old" | "missing" | "wrong" | "unknown", detail: string, cure?: string }} Finding
 * `cure` belongs to what stands in the way: whoever has one is not well.
 */

/** @param {readonly Finding[]} findings @returns {string} one line each, the cure below */
export const render = (findings) => {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.map(({ name, word, detail, cure }) => {
    const line = `${name.padEnd(width)}  ${word.padEnd(7)}  ${detail}`.trimEnd();
    return cure === undefined ? line : `${line}\n${" ".repeat(width + 2)}cure     ${cure}`;
  });
  const ill = findings.filter(({ cure }) => cure !== undefined).length;
  const others = findings.some(({ word }) => word === "unknown");
  const well = others ? "what could be looked at is fine" : "all is fine";
  return `${[...lines, "", ill === 0 ? well : `${ill} of ${findings.length} ${ill === 1 ? "needs" : "need"} a cure`].join("\n")}\n`;
};
