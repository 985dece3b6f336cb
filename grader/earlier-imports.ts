/** A file imports the student's own earlier answers; a cell sees the cells above it, and has no such line. Pure. */
const path = /(\.\.\/)+[\w-]+(\/[\w-]+)?\/answer\.js/.source;
/** `../name/answer.js`, whole. */
export const earlierPath = new RegExp(`^${path}$`);
const fromEarlier = new RegExp(`^import \\{[^{}]*\\} from "${path}";\\s*$`);

/** Without the lines that import earlier answers' files. */
export const withoutEarlier = (source: string): string =>
  source
    .split("\n")
    .filter((line) => !fromEarlier.test(line))
    .join("\n");
