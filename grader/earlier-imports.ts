/** A file imports the student's own earlier answers; a cell sees the cells above it, and has no such line. Pure. */
const fromEarlier = /^import \{[^{}]*\} from "(\.\.\/)+[\w-]+(\/[\w-]+)?\/answer\.js";\s*$/;

/** Without the lines that import earlier answers' files. */
export const withoutEarlier = (source: string): string =>
  source
    .split("\n")
    .filter((line) => !fromEarlier.test(line))
    .join("\n");
