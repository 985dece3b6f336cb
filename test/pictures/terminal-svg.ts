/** What a command prints, as a picture: text that stays text, in the reader's own light or dark. Pure. */
import type { Paint } from "../../grader/report/terminal.js";

const [begin, end, close] = ["\u0001", "\u0002", "\u0003"];

/** Marks a word for {@link terminalSvg}. */
export const marking: Paint = (mood, text) => `${begin}${mood}${end}${text}${close}`;

const charWidth = 7.8;
const lineHeight = 18;
const margin = 16;

/** Contrast is 4.5 and more. */
const sheet = `
text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2328;white-space:pre}
.back{fill:#fff;stroke:#b6bdc6}.good{fill:#1a7f37}.bad{fill:#c62828}.warn{fill:#8f4a00}.dim{fill:#57606a}.bold,.mark{font-weight:700}
@media(prefers-color-scheme:dark){text{fill:#e3e6ea}.back{fill:#16191d;stroke:#4a525b}.good{fill:#63c384}.bad{fill:#ff8a80}.warn{fill:#f0b35a}.dim{fill:#a3acb6}}`;

/** @param text - as a report paints it with {@link marking}. @param title - what it shows, for those who do not see it. */
export function terminalSvg(text: string, title: string): string {
  const lines = text.trimEnd().split("\n");
  const width = Math.ceil(80 * charWidth + 2 * margin);
  const height = lines.length * lineHeight + 2 * margin;
  const rows = lines.map((line, index) => {
    const bare = line.replace(new RegExp(`${begin}\\w+${end}|${close}`, "g"), "");
    const at = `x="${margin}" y="${margin + 13 + index * lineHeight}"`;
    // Whatever the font: columns stay columns.
    return bare.trim() === "" ? "" : `<text ${at} textLength="${(bare.length * charWidth).toFixed(1)}" xml:space="preserve">${painted(line)}</text>\n`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<style>${sheet}</style>
<rect class="back" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="6"/>
${rows.join("")}</svg>
`;
}

const painted = (line: string): string =>
  escaped(line).replace(
    new RegExp(`${begin}(\\w+)${end}([^${close}]*)${close}`, "g"),
    (_, mood: string, word: string) => `<tspan class="${mood}">${word}</tspan>`,
  );

const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? "");
