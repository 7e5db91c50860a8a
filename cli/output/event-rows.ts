import type { ObjectEvent } from '../../api/v1/installation/answers.ts'
import { age } from './age.ts'
import type { Paint } from './paint.ts'
import { plainText } from './plain-text.ts'
import { table } from './table.ts'

/** Formats events as a table, in the given order; `now` is in ms since the epoch. */
export function eventTable(
  events: readonly ObjectEvent[],
  { now, paint }: { readonly now: number; readonly paint: Paint },
): string[] {
  const rows = events.map(({ type, reason, lastAt, count, object, message }) => [
    `${age(now - lastAt)}${count > 1 ? ` (x${count})` : ''}`,
    type === 'Warning' ? paint.busy(type) : type,
    reason,
    object,
    plainText(message),
  ])
  return rows.length === 0 ? [] : table(['Last seen', 'Type', 'Reason', 'Object', 'Message'], rows)
}
