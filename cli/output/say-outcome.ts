import type { Outcome } from '../../api/v1/installation/progress.ts'
import type { Terminal } from '../terminal.ts'
import { paint } from './paint.ts'
import { outcomeLines } from './progress-lines.ts'

/** Prints an outcome: success on standard output, failure on standard error. */
export function sayOutcome(terminal: Terminal, outcome: Outcome): void {
  if (outcome.exit === 0) terminal.print(...outcomeLines(outcome, paint(terminal.color)))
  else terminal.complain(...outcomeLines(outcome, paint(terminal.errorColor)))
}
