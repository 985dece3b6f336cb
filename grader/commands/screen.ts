/** A terminal whose last line stays, or plain text that follows on. */
export interface Screen {
  /** A block of lines, with a blank one between it and the block before. */
  say(text: string): void;
  /** What the last line tells until something else is said there; undefined for what it tells at rest. */
  busy(text: string | undefined): void;
  close(): void;
}

/** @param rest - the last line at rest; undefined where there is no terminal, and so no last line. */
export function openScreen(out: NodeJS.WriteStream, rest: string | undefined): Screen {
  let last = "";
  let isFirst = true;
  const erase = () => out.write(last === "" ? "" : "\r\u001b[2K");
  const draw = (text: string) => {
    last = [...text].slice(0, (out.columns || 80) - 1).join("");
    out.write(last);
  };
  return {
    say(text) {
      const drawn = last;
      erase();
      out.write(`${isFirst ? "" : "\n"}${text.trimEnd()}\n`);
      isFirst = false;
      if (rest !== undefined) out.write(drawn);
    },
    busy(text) {
      if (rest === undefined) return;
      erase();
      draw(text ?? rest);
    },
    close() {
      erase();
      last = "";
    },
  };
}
