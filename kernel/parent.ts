/** Stock tslab stays alive when its server is gone, and an idle hub fills up with kernels that nobody can reach. */
const EVERY_MS = 1000;

/** Ends this process soon after the one that started it. */
export function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent || !isAlive(parent)) process.exit(0);
  }, EVERY_MS).unref();
}

/** Windows keeps the number of a parent that is gone; elsewhere an orphan gets another parent. */
function isAlive(pid: number): boolean {
  if (process.platform !== "win32") return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
