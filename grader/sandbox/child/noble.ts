/** The noble modules that an answer may import, evaluated when first asked for. `bundle.ts` fills in the list. */
declare const NOBLE_MODULES: Readonly<Record<string, () => unknown>>;

export const nobleModule = (specifier: string): unknown => (Object.hasOwn(NOBLE_MODULES, specifier) ? NOBLE_MODULES[specifier]?.() : undefined);
