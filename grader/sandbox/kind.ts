/** Which sandbox: a Deno without any permission; or the same inside bubblewrap, on Linux. */
export type SandboxKind = "default" | "hardened";

export const sandboxKinds: readonly SandboxKind[] = ["default", "hardened"];
