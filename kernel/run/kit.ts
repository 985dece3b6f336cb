/** What the kit can ask of this kernel, as `globalThis.__sessionKeys__`. Its counterpart is kit/kernel.ts. */

export interface SeenCell {
  readonly source: string;
  /** JupyterLab says which cell it ran; other front ends do not. */
  readonly cellId?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface OwnKernel {
  /** For each exercise the cell as it was last run, whether it compiled or not; the newest last. */
  cells(): readonly SeenCell[];
  /**
   * @param stop - is called once, when the student interrupts.
   * @returns a function that takes it back.
   */
  onInterrupt(stop: () => void): () => void;
}

const MARKED = /^\/\/ exercise:.*/;

/** By the first line. */
const seen = new Map<string, SeenCell>();
const interrupted = new Set<() => void>();

export function answerKit(): void {
  const kernel: OwnKernel = {
    cells: () => [...seen.values()],
    onInterrupt(stop) {
      interrupted.add(stop);
      return () => interrupted.delete(stop);
    },
  };
  Object.defineProperty(globalThis, "__sessionKeys__", { value: kernel });
}

export function remembered({ source, cellId }: { readonly source: string; readonly cellId?: string }): void {
  const [marker] = MARKED.exec(source) ?? [];
  if (marker === undefined) return;
  seen.delete(marker);
  seen.set(marker, { source, at: Date.now(), ...(cellId === undefined ? {} : { cellId }) });
}

export function interruptKit(): void {
  for (const stop of interrupted) stop();
  interrupted.clear();
}
