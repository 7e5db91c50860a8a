/** The size of a terminal in characters; 0 by 0 if unknown. */
export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** The size in the form of the engine API, rows first; no field if unknown. */
export function consoleSize({ columns, rows }: TerminalSize): { readonly ConsoleSize?: readonly [number, number] } {
  return columns > 0 && rows > 0 ? { ConsoleSize: [rows, columns] } : {}
}

/** A terminal whose size the command's terminal follows. */
export interface SizedTerminal {
  size(): TerminalSize
  /** Calls `told` after each change of size, until the returned function is called. */
  onResize(told: () => void): () => void
}
