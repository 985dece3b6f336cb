import { join } from "node:path";

/** All that depends on which kernel runs the notebooks. The name is stock tslab's, so that they open there as well. */
export const kernelName = "tslab";

export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: "signal" | "message";
}

/**
 * Absolute paths, because JupyterLab starts a kernel in the notebook's folder and may have another PATH.
 * Without the flag, an interrupt that ends a timer's callback would end the whole kernel; see docs/kernel.md.
 */
export const kernelSpec = (root: string, node: string): KernelSpec => ({
  argv: [node, "--no-force-async-hooks-checks", join(root, "dist", "kernel", "main.js"), "{connection_file}"],
  display_name: "TypeScript",
  language: "typescript",
  interrupt_mode: "message",
});
