/** Chance from a seed, and texts changed by it. */

/** mulberry32. @returns a whole number from 0, below the bound. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** One to four changes: something cut out, written over, put in, or copied from elsewhere. */
export function changed(good: string, pieces: readonly string[], random: (below: number) => number): string {
  let text = good;
  for (let left = 1 + random(4); left > 0; left--) {
    const at = random(text.length + 1);
    const [before, after] = [text.slice(0, at), text.slice(at)];
    const piece = pieces[random(pieces.length)] ?? "";
    if (random(4) === 0) text = before + after.slice(1 + random(8));
    else if (random(3) === 0) text = before + piece + after.slice(piece.length);
    else if (random(2) === 0) text = before + piece + after;
    else text = before + text.slice(random(text.length + 1), random(text.length + 1)) + after;
  }
  return text;
}
