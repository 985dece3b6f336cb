/** What the tests of adapters do to texts. */

/** As a file holds it: a lone surrogate has no form in UTF-8. */
export const asUtf8 = (text: string): string => Buffer.from(text, "utf8").toString("utf8");
