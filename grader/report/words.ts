/** Words that every report writes alike. Pure. */

/** `1 byte`, `3 claims`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Control characters and marks that turn the direction of text around, spelled out: unseen, they would act on a terminal or a page. */
export const visible = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Hundredths as a person writes them: 18, 3.6, 0.01. */
export const points = (points100: number): string => String(points100 / 100);
