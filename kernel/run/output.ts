/** What a cell prints and shows, in the order in which it does. */
import type { Bundle, FromRunner } from "../threads.js";
import { later, ownerOf } from "./owner.js";

/** What `require("tslab")` gives: tslab's own display functions, so that a notebook runs on both kernels. */
export interface TslabModule {
  readonly display: Display;
  newDisplay(): Display;
}

type Display = Readonly<Record<keyof typeof MEDIA_TYPES, (data: string | Uint8Array) => void>> & {
  readonly raw: (mediaType: string, data: string | Uint8Array) => void;
};

export interface Output {
  readonly tslab: TslabModule;
  /** Sends what is still being gathered. */
  flush(): void;
}

/**
 * A front end gets few large messages, not one a line. But the first lines of a moment go out at once, because a cell that
 * then blocks this thread would keep them.
 */
const GATHER_MS = 20;
const MOMENT_MS = 50;
const AT_ONCE = 10;
const GATHER_UNITS = 131_072;

/** JupyterLab draws a cell's whole text again at each message: a cell that has printed this much sends twice a second. */
const MANY_UNITS = 32_768;
const HALF_SECOND_MS = 500;

/** Nobody reads more, and a notebook of more is slow to open. */
const MOST_PRINTED = 500_000;
const MOST_SHOWN = 6_000_000;

export function openOutput(post: (message: FromRunner) => void): Output {
  let gathered: { readonly run: number; readonly name: "stdout" | "stderr"; text: string } | undefined;
  let momentAt = 0;
  let sent = 0;
  let isArmed = false;
  const printed = new Map<number, number>();
  const shown = new Map<number, number>();

  const flush = (): void => {
    isArmed = false;
    if (!gathered) return;
    post({ kind: "stream", ...gathered });
    gathered = undefined;
    sent += 1;
  };

  const hasMany = (run: number): boolean => (printed.get(run) ?? 0) > MANY_UNITS;

  const mayGoAtOnce = (run: number): boolean => {
    const now = performance.now();
    if (now - momentAt > (hasMany(run) ? HALF_SECOND_MS : MOMENT_MS)) [momentAt, sent] = [now, 0];
    return sent < (hasMany(run) ? 1 : AT_ONCE);
  };

  const print = (name: "stdout" | "stderr", whole: string): void => {
    const run = ownerOf();
    const room = MOST_PRINTED - (printed.get(run) ?? 0);
    if (room < 0) return;
    printed.set(run, MOST_PRINTED - room + whole.length);
    const text = whole.length <= room ? whole : `${whole.slice(0, room)}\n… the cell printed more than ${MOST_PRINTED / 1000} kB: the rest is left out\n`;
    if (gathered && (gathered.name !== name || gathered.run !== run)) flush();
    gathered ??= { run, name, text: "" };
    gathered.text += text;
    if (gathered.text.length >= GATHER_UNITS || mayGoAtOnce(run)) flush();
    else if (!isArmed) {
      isArmed = true;
      later(flush, hasMany(run) ? HALF_SECOND_MS : GATHER_MS);
    }
  };

  const show = (data: Bundle, id: string | undefined, isUpdate: boolean): void => {
    const run = ownerOf();
    const units = (shown.get(run) ?? 0) + Object.values(data).reduce((sum, text) => sum + text.length, 0);
    shown.set(run, units);
    if (units > MOST_SHOWN) {
      print("stderr", "… the cell showed more than fits into a notebook: this is left out\n");
      return;
    }
    flush();
    post({ kind: "display", run, data, isUpdate, ...(id === undefined ? {} : { id }) });
  };

  process.stdout.write = writer("stdout", print);
  process.stderr.write = writer("stderr", print);

  let displays = 0;
  const newDisplay = (): Display => {
    displays += 1;
    const id = `${process.pid}-${performance.timeOrigin}-${displays}`;
    let isUpdate = false;
    return displayOf((data) => {
      show(data, id, isUpdate);
      isUpdate = true;
    });
  };
  return { flush, tslab: { display: displayOf((data) => show(data, undefined, false)), newDisplay } };
}

type Write = typeof process.stdout.write;

function writer(name: "stdout" | "stderr", print: (name: "stdout" | "stderr", text: string) => void): Write {
  const decoder = new TextDecoder();
  const write = (data: string | Uint8Array, ...rest: unknown[]): boolean => {
    print(name, typeof data === "string" ? data : decoder.decode(data, { stream: true }));
    const written = rest.find((one) => typeof one === "function");
    if (written) queueMicrotask(written as () => void);
    return true;
  };
  return write as Write;
}

const MEDIA_TYPES = {
  html: "text/html",
  javascript: "text/javascript",
  markdown: "text/markdown",
  latex: "text/latex",
  svg: "image/svg+xml",
  png: "image/png",
  jpeg: "image/jpeg",
  gif: "image/gif",
  pdf: "application/pdf",
  text: "text/plain",
} as const;

function displayOf(show: (data: Bundle) => void): Display {
  const raw = (mediaType: string, data: string | Uint8Array): void =>
    show({ [mediaType]: typeof data === "string" ? data : Buffer.from(data).toString("base64") });
  const named = Object.entries(MEDIA_TYPES).map(([name, mediaType]) => [name, (data: string | Uint8Array) => raw(mediaType, data)]);
  return { raw, ...Object.fromEntries(named) } as Display;
}
