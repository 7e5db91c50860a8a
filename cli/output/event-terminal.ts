import { timestamp } from '../../api/v1/language/timestamp.ts'
import type { Context } from '../context.ts'
import type { ProgressFormat } from './progress.ts'

/**
 * The context of a command that says lines of its own between the events of others: as JSON each line is an event as well, `note` or
 * `warning`, so that all of standard output is events.
 */
export function sayingEvents(context: Context, format: ProgressFormat): Context {
  if (format !== 'json') return context
  const { terminal, now } = context
  const say = (type: 'note' | 'warning', lines: readonly string[]) => {
    for (const message of lines) terminal.print(JSON.stringify({ time: timestamp(now()), type, message }))
  }
  const told: Context['terminal'] = {
    ...terminal,
    print: (...lines) => say('note', lines),
    complain: (...lines) =>
      say(
        'warning',
        lines.map((line) => line.replace(/^(?:warning|error): /, '')),
      ),
  }
  return { ...context, terminal: told }
}
