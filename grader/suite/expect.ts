/** chai, with one word more for bytes. */
import { expect, use } from "chai";

declare global {
  namespace Chai {
    interface Assertion {
      /** Same length, same bytes. A failure shows both in hex, with the first difference. */
      equalBytes(expected: Uint8Array, message?: string): Assertion;
    }
  }
}

use(({ Assertion }) => {
  Assertion.addMethod("equalBytes", function equalBytes(this: Chai.AssertionStatic, expected: Uint8Array, message?: string) {
    const actual: unknown = this._obj;
    const same = actual instanceof Uint8Array && actual.length === expected.length && expected.every((byte, at) => byte === actual[at]);
    const said = message ?? "the bytes differ";
    this.assert(same, said, message ?? "the bytes are the same", expected, actual, true);
  });
});

export { expect };
