/** Takes one line for the person who waits. */
export type Say = (line: string) => void;

const REMIND_MS = 20_000;

/** Says what happens now and about how long it takes, again while it lasts, and how long it took. */
export const during = async <T>(say: Say, what: string, work: () => Promise<T>): Promise<T> => {
  const startedMs = Date.now();
  const seconds = (): number => Math.round((Date.now() - startedMs) / 1000);
  say(`${what} …`);
  const reminder = setInterval(() => say(`  … still at it after ${seconds()} s`), REMIND_MS);
  try {
    return await work();
  } finally {
    clearInterval(reminder);
    say(`  … ${seconds()} s`);
  }
};
