/** Options of the kernel, the same in every sandbox. */
export interface KernelOptions {
  /**
   * Whether a sleeping copy of the interpreter stands behind each cell, so that its state comes back when it dies.
   * Default `true`; only Linux has it. Without, a cell costs less and a crash is a `reset`.
   */
  readonly shadows?: boolean;
}
