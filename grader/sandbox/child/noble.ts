/** The noble modules that an answer may import, evaluated when first asked for. `bundle.ts` fills in the list. */
declare const NOBLE_MODULES: Readonly<Record<string, () => unknown>>;

export const nobleModule = (specifier: string): unknown => NOBLE_MODULES[specifier]?.();
