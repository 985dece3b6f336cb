/** Something about this computer stands in the way. Its message says what, where and how to fix it; no stack is shown. */
export class SetupProblem extends Error {
  override readonly name = "SetupProblem";
}
