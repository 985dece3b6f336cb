/** Is a hint one that a student can read in a breath? */

const mostWords = 45;
const mostSentences = 3;

/** @returns what is wrong with it, each to be read behind "its hint ". */
export function hintFindings(hint: string): string[] {
  const words = hint.split(/\s+/).filter((word) => word !== "").length;
  // A mark may stand before a closing quote, and a sentence ends before a blank only: 0.5, randomBytes(12).
  const sentences = hint.match(/[.!?]['"”’)]*(?=\s|$)/g)?.length ?? 0;
  // A semicolon between two clauses is prose.
  const code = /`|=>|;(?! [\p{L}\d])/u.exec(hint)?.[0];
  return [
    ...(words > mostWords ? [`has ${words} words; at most ${mostWords}`] : []),
    ...(sentences > mostSentences ? [`has ${sentences} sentences; one to ${mostSentences}`] : []),
    ...(/[.!?]['"”’)]*$/.test(hint) ? [] : ["does not end like a sentence"]),
    ...(code === undefined ? [] : [`holds code (${code}); say it in words`]),
  ];
}
