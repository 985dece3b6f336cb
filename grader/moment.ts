/** Points in time as lists and platforms write them. Pure. */

/** `2027-01-20T18:30:00+01:00`, also with a blank for the T, with fractions, and with Z, UTC or GMT. */
const pattern = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)$/;

/** @returns milliseconds since 1970, to the second; undefined for what is no time with its offset: nothing is guessed. */
export function momentOf(text: string): number | undefined {
  const [, day, time, zone = ""] = pattern.exec(text.trim()) ?? [];
  if (day === undefined) return undefined;
  const offset = /^[+-]/.test(zone) ? zone.replace(/^(...):?/, "$1:") : "Z";
  const ms = Date.parse(`${day}T${time}${offset}`);
  return Number.isNaN(ms) ? undefined : ms;
}
