import type { Outcome, ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { Terminal } from '../terminal.ts'
import { liveProgress } from './progress-live.ts'
import { paint } from './paint.ts'
import { progressLine } from './progress-lines.ts'
import { sayOutcome } from './say-outcome.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** Shows the progress of a verb. */
export interface Progress {
  show(event: ProgressEvent): void
  /** Shows the outcome; nothing may follow. */
  end(outcome: Outcome): void
}

export type ProgressFormat = 'text' | 'json'

/** On a terminal a live tree, in a pipe one plain line per change, as JSON one event per line. */
export function progressOn(terminal: Terminal, format: ProgressFormat, now: () => number): Progress {
  if (format === 'json') return jsonProgress(terminal, now)
  return terminal.live ? liveProgress(terminal, now) : plainProgress(terminal)
}

function jsonProgress(terminal: Terminal, now: () => number): Progress {
  const print = (event: ProgressEvent) => terminal.print(JSON.stringify({ time: timestamp(now()), ...event }))
  return { show: (event) => event.type !== 'needs' && print(event), end: print }
}

function plainProgress(terminal: Terminal): Progress {
  let last = ''
  return {
    show(event) {
      const isComplaint = event.type === 'warning' || event.type === 'problem'
      const line = progressLine(event, paint(isComplaint ? terminal.errorColor : terminal.color))
      if (line === undefined || line === last) return
      last = line
      if (isComplaint) terminal.complain(line)
      else terminal.print(line)
    },
    end: (outcome) => sayOutcome(terminal, outcome),
  }
}
