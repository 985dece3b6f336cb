/** The plain JavaScript that bootstrap.mjs is made of, with types. It stays in setup/, because it runs before there is a dist/. */

const load = (name: string): Promise<unknown> => import(new URL(`../../setup/${name}`, import.meta.url).href);

export const { describeFailure, isFromSystem } = (await load("failure.mjs")) as {
  /** One sentence with its cure, then the telling lines of the output, indented. */
  describeFailure(what: string, output: string, cure: string): string;
  isFromSystem(error: unknown): error is Error;
};
