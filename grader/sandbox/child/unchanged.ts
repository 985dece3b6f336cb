/**
 * Did an answer change what the next one would find? What can be reached from the global object and from noble's modules is
 * kept as it was before any answer was read, and compared without a step that an answer could have replaced.
 */

const { apply, getOwnPropertyDescriptor, getPrototypeOf, isExtensible, ownKeys } = Reflect;
const { freeze, is } = Object;
const { hasOwnProperty: hasOwn } = Object.prototype;

/** An object as it was. */
interface Kept {
  readonly object: object;
  readonly prototype: object | null;
  readonly extensible: boolean;
  readonly keys: readonly PropertyKey[];
  readonly properties: readonly Property[];
}

interface Property {
  readonly attributes: number;
  /** The value, or the getter. */
  readonly value: unknown;
  readonly set: unknown;
}

const all: Kept[] = [];
const met = new Set<unknown>();

/** Only while no answer has been read. */
export function remember(roots: readonly unknown[]): void {
  const waiting: object[] = [];
  const meet = (value: unknown): void => {
    if (value === null || (typeof value !== "object" && typeof value !== "function") || met.has(value)) return;
    met.add(value);
    // Most are functions that are no classes. Frozen, they need not be looked at again, and no honest code writes to them.
    if (typeof value === "function" && value !== Function.prototype && !isOwn(value, "prototype")) freeze(value);
    else waiting.push(value);
  };
  for (const root of roots) meet(root);
  for (let object = waiting.pop(); object; object = waiting.pop()) {
    const keys = ownKeys(object);
    const kept = { object, prototype: getPrototypeOf(object), extensible: isExtensible(object), keys, properties: keys.map((key) => propertyOf(object, key)) };
    all.push(kept);
    meet(kept.prototype);
    for (const { value, set } of kept.properties) {
      meet(value);
      meet(set);
    }
  }
}

/** The global object, what its getters give, and what JavaScript has without a name for it: iterators, and the kinds of functions. */
export const everything = (): unknown[] => [
  globalThis,
  ...Object.getOwnPropertyNames(globalThis).map((name) => (globalThis as unknown as Record<string, unknown>)[name]),
  getPrototypeOf([].values()),
  getPrototypeOf(new Map().values()),
  getPrototypeOf(new Set().values()),
  getPrototypeOf(""[Symbol.iterator]()),
  getPrototypeOf("".matchAll(/x/g)),
  getPrototypeOf(function* () {}),
  getPrototypeOf(async () => {}),
  getPrototypeOf(async function* () {}),
];

export function isUnchanged(): boolean {
  // By index: what `for … of` does is a thing that may have been changed.
  for (let index = 0; index < all.length; index++) {
    if (!isAsItWas(all[index] as Kept)) return false;
  }
  return true;
}

function isAsItWas({ object, prototype, extensible, keys, properties }: Kept): boolean {
  if (ownKeys(object).length !== keys.length || getPrototypeOf(object) !== prototype || isExtensible(object) !== extensible) return false;
  for (let index = 0; index < keys.length; index++) {
    const { attributes, value, set } = propertyOf(object, keys[index] as PropertyKey);
    const before = properties[index] as Property;
    if (attributes !== before.attributes || !is(value, before.value) || set !== before.set) return false;
  }
  return true;
}

function propertyOf(object: object, key: PropertyKey): Property {
  const now = getOwnPropertyDescriptor(object, key);
  if (now === undefined) return { attributes: -1, value: undefined, set: undefined };
  // What a descriptor does not have itself it would inherit, from what an answer may have written to Object.prototype.
  const isData = isOwn(now, "value");
  const attributes = (now.enumerable ? 1 : 0) + (now.configurable ? 2 : 0) + (isData ? 4 + (now.writable ? 8 : 0) : 0);
  return isData ? { attributes, value: now.value, set: undefined } : { attributes, value: now.get, set: now.set };
}

const isOwn = (object: object, name: string): boolean => apply(hasOwn, object, [name]) as boolean;
