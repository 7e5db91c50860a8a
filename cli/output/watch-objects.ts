import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import type { WatchQuery } from '../../api/v1/installation/requests.ts'
import type { Connection } from '../connect.ts'
import type { Context } from '../context.ts'
import { headsOf, rowOf } from './object-rows.ts'
import { type Format, isTable } from './format.ts'
import { formatObjects } from './objects.ts'
import { paint } from './paint.ts'
import { alignRow, widthsOf } from './table.ts'
import { changesSince, type Said, watchedChanges } from './watched-changes.ts'

export interface WatchedObjects {
  readonly kind: Kind
  readonly query: Omit<WatchQuery, 'signal' | 'since'>
  readonly format: Format
  readonly stacks: boolean
  readonly labels: boolean
  /** Whether each name has its kind before it, as objects of several kinds are watched. */
  readonly kinds: boolean
  readonly noHeaders: boolean
  readonly hasFields: (object: ObjectOf) => boolean
}

/**
 * Returns a function that prints the objects and then each change. With serve it runs until the signal; without, it prints the present
 * differences and returns, to be called again with a newly opened installation.
 */
export function objectsWatcher(context: Context, watched: WatchedObjects): (from: Connection) => Promise<void> {
  const { signal } = context
  const print = isTable(watched.format) ? tablePrinter(context, watched) : wholePrinter(context, watched)
  const said: Said = new Map()
  return async (installation) => {
    const watching = { installation, kind: watched.kind, query: { ...watched.query, signal } }
    const changes = installation.served ? watchedChanges(watching, said) : changesSince(said, watching)
    try {
      for await (const { object, deleted } of changes) if (watched.hasFields(object)) await print(object, deleted)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}

function tablePrinter({ terminal, now }: Context, { kind, format, stacks, labels, kinds, noHeaders }: WatchedObjects) {
  const options = { wide: format.as === 'wide', stacks, labels, kinds, paint: paint(terminal.color) }
  const heads = headsOf(kind, { ...options, now: 0 }).map((head) => head.toUpperCase())
  let widths: readonly number[] = []
  return (object: ObjectOf, deleted: boolean) => {
    const cells = rowOf(object, { ...options, now: now() })
    if (widths.length === 0 && !noHeaders) terminal.print(alignRow(heads, widthsOf([heads, cells])))
    // Columns only grow, so that later lines stay aligned with the heads.
    widths = widthsOf([heads, cells]).map((width, index) => Math.max(width, widths[index] ?? 0))
    terminal.print(`${alignRow(cells, widths)}${deleted ? '   (deleted)' : ''}`)
  }
}

function wholePrinter({ terminal, now }: Context, { format, stacks, labels, noHeaders }: WatchedObjects) {
  let isFirst = true
  return async (object: ObjectOf) => {
    const colors = paint(terminal.color)
    const options = {
      format,
      stacks,
      labels,
      single: true,
      now: now(),
      paint: colors,
      noHeaders: noHeaders || !isFirst,
    }
    isFirst = false
    const lines = await formatObjects([object], options)
    terminal.print(...(format.as === 'yaml' ? ['---', ...lines] : lines))
  }
}
