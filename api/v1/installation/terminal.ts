/** How large a terminal is, in characters; 0 by 0 where nobody has said it. */
export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** The size as engines take it, rows first; nothing where nobody has said it. */
export function consoleSize({ columns, rows }: TerminalSize): { readonly ConsoleSize?: readonly [number, number] } {
  return columns > 0 && rows > 0 ? { ConsoleSize: [rows, columns] } : {}
}

/** The terminal that a command is to have: as large as this one, now and later. */
export interface SizedTerminal {
  size(): TerminalSize
  /** Tells of each new size until the answer is called. */
  onResize(told: () => void): () => void
}
