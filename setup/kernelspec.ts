import { join } from "node:path";

/** All that depends on which kernel runs the notebooks. The name is stock tslab's, so that they open there as well. */
export const kernelName = "tslab";

export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: "signal" | "message";
}

/** Absolute paths, because JupyterLab starts a kernel in the notebook's folder and may have another PATH. */
export const kernelSpec = (root: string, node: string): KernelSpec => ({
  argv: [node, join(root, "node_modules", "tslab", "bin", "tslab"), "kernel", "--config-path", "{connection_file}"],
  display_name: "TypeScript",
  language: "typescript",
  interrupt_mode: "signal",
});
