import type { Outcome } from '../../api/v1/progress.ts'
import type { Terminal } from '../terminal.ts'
import { outcomeLines } from './progress-lines.ts'

/** Says how it ended: what went well on standard output, what failed on standard error. */
export function sayOutcome(terminal: Terminal, outcome: Outcome): void {
  const lines = outcomeLines(outcome)
  if (outcome.exit === 0) terminal.print(...lines)
  else terminal.complain(...lines)
}
