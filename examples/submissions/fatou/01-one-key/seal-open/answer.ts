// hostile: prints a report of its own and leaves
console.log("30 of 30 points");
(globalThis as any).process?.exit(0);
(globalThis as any).Deno?.exit(0);
export const seal = () => "30 of 30";
export const open = seal;
