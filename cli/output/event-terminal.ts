import { timestamp } from '../../api/v1/language/timestamp.ts'
import type { Context } from '../context.ts'
import type { ProgressFormat } from './progress.ts'

/**
 * Returns a context for commands that print lines of their own between events. With JSON output each line becomes a `note` or `warning`
 * event, so that standard output has nothing but events.
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
