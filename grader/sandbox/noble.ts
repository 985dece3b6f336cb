/** Which of noble's modules an answer needs. A child that would read all of noble at its start would take three times as long. */
import { readFileSync } from "node:fs";
import { nobleModulesFile } from "./files.js";
import type { Noble } from "./protocol.js";

/** Made by `bundle.ts`: what modules share is a file of its own, so that it is there once however many ask for it. */
export interface NobleModules {
  /** Specifier → name of a file. */
  readonly entries: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, { readonly text: string; readonly imports: readonly string[] }>>;
}

let modules: NobleModules | undefined;

/** @param code - a built answer. @returns the files that it needs, each behind those that it imports. */
export function nobleFor(code: string): Noble {
  modules ??= JSON.parse(readFileSync(nobleModulesFile, "utf8")) as NobleModules;
  const { entries, files } = modules;
  const needed = new Map<string, string>();
  const add = (name: string): void => {
    const file = files[name];
    if (!file || needed.has(name)) return;
    for (const imported of file.imports) add(imported);
    needed.set(name, file.text);
  };
  // As the build writes it. Whatever else an answer writes like that, it gets modules of noble.
  const asked = new Set([...code.matchAll(/\$noble\("([^"\n]{1,100})"\)/g)].map(([, specifier = ""]) => specifier));
  const found = [...asked].filter((specifier) => Object.hasOwn(entries, specifier)).map((specifier): [string, string] => [specifier, entries[specifier] ?? ""]);
  for (const [, file] of found) add(file);
  return { files: [...needed], entries: found };
}
