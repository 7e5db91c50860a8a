import type { Outcome, OutcomeWords, ProgressEvent } from '../../api/v1/installation/progress.ts'
import { type Paint, paint } from './paint.ts'
import { plainText, withoutControls } from './plain-text.ts'

/** One plain line for an event; undefined if there is nothing to say. */
export function progressLine(event: ProgressEvent, { busy }: Paint = paint(false)): string | undefined {
  switch (event.type) {
    case 'needs':
    case 'outcome':
      return undefined
    case 'problem':
      return plainText(event.message)
    case 'warning':
      return `${busy('warning:')} ${plainText(event.message)}`
    case 'resource': {
      const details = (event.details ?? []).map(plainText).join('; ')
      return `${event.object} ${event.change}${details === '' ? '' : `: ${details}`}`
    }
    case 'state': {
      const why = [event.reason, event.message].filter(Boolean).join(': ')
      return plainText(`${event.object} ${event.state}${why === '' ? '' : ` ${why}`}`)
    }
  }
}

/** The lines of an outcome: message, last log lines of what failed, and remedy; then the same for further failures. */
export function outcomeLines(outcome: Outcome, shown: Paint = paint(false)): string[] {
  const { exit, others = [] } = outcome
  const error = `${shown.bad('error:')} `
  return [
    ...linesOf(outcome, exit === 0 ? '' : error, shown),
    ...others.flatMap((other) => linesOf(other, error, shown)),
  ]
}

function linesOf({ message, remedy, lines = [] }: OutcomeWords, start: string, { strong }: Paint): readonly string[] {
  return [
    `${start}${withoutControls(message)}`,
    ...lines.map((line) => `  | ${plainText(line)}`),
    ...(remedy === undefined ? [] : [`${strong('next:')} ${withoutControls(remedy)}`]),
  ]
}
