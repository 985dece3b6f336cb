/** A student's answer as the beginning of a known mistake. Pure. */

/**
 * With two head lines and gaps between ‹ and ›, as `verify` wants them filled.
 * @param answer.source - of a cell or a file. @param answer.exports - names that it declares.
 * @param caughtBy - title of the first claim that does not hold, if one was judged.
 */
export function mistakeOf(answer: { readonly source: string; readonly exports: readonly string[] }, caughtBy: string | undefined): string {
  const source = answer.source
    .replace(/\r\n?/g, "\n")
    .replace(/^\/\/ exercise:.*\n/, "")
    .trim();
  const head = [
    "// hint: ‹What was seen. Then the likely cause. One to three sentences, no code.›",
    `// caught by: ${caughtBy ?? "‹the title of a claim›"}`,
    "// ‹Keep only what differs from the reference; take out comments and names.›",
  ];
  return `${[...head, "", exported(source, answer.exports)].join("\n")}\n`;
}

/** A cell exports nothing, a mistake what the exercise asks for. */
function exported(source: string, names: readonly string[]): string {
  let text = source;
  const loose: string[] = [];
  for (const name of names) {
    const escaped = name.replace(/[$]/g, "\\$&");
    const declared = (prefix: string) => new RegExp(`^${prefix}((?:const|let|var|class|(?:async )?function\\*?) +${escaped}(?![\\w$]))`, "m");
    if (declared("export ").test(text)) continue;
    if (declared("").test(text)) text = text.replace(declared(""), "export $1");
    else loose.push(name);
  }
  return loose.length === 0 ? text : `${text}\n\nexport { ${loose.join(", ")} };`;
}
