/** The modules of noble that the answers of this process import, evaluated before any answer is read. */
import type { Noble } from "../protocol.js";
import { moduleUrl } from "./deno.js";
import { remember } from "./unchanged.js";

const urls = new Map<string, string>();
const modules = new Map<string, unknown>();

export const nobleModule = (specifier: string): unknown => modules.get(specifier);

/** What is there already stays as it is, so that all answers share it. */
export async function loadNoble({ files, entries }: Noble): Promise<void> {
  for (const [name, text] of files) {
    if (!urls.has(name)) urls.set(name, moduleUrl(linked(text)));
  }
  for (const [specifier, file] of entries) {
    if (modules.has(specifier)) continue;
    modules.set(specifier, await import(urls.get(file) ?? ""));
    remember([modules.get(specifier)]);
  }
}

const linked = (text: string): string => text.replace(/(["'])\.\/([\w.-]+\.js)\1/g, (all, _, name: string) => (urls.has(name) ? `"${urls.get(name)}"` : all));
