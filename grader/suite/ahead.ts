/** Many calls in a row, some of them made before the ones in front have given anything: each crossing costs two processes their turn. */

/** Calls made ahead of the one whose result is looked at. */
const ahead = 16;

/**
 * Gives each input with what its call gives, to be awaited before the next:
 * `for (const [box, opened] of inARow(boxes, (box) => answer.open(key.slice(), box))) await refuses(opened, …)`.
 * For calls of which none needs what another gave; each `call` makes one, so that their order, and with it their chance, never
 * depends on who is faster. Each has arrays of its own: one that a call under way may yet change is refused. Who leaves the loop
 * early has made up to {@link ahead} calls more than she looked at.
 */
export function* inARow<I, R>(inputs: Iterable<I>, call: (input: I) => Promise<R>): Generator<readonly [input: I, result: Promise<R>]> {
  const made: (readonly [I, Promise<R>])[] = [];
  for (const input of inputs) {
    made.push([input, call(input)]);
    if (made.length > ahead) yield made.shift() as readonly [I, Promise<R>];
  }
  yield* made;
}
