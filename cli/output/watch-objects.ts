import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { by } from '../../api/v1/language/by.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { WatchQuery } from '../../api/v1/installation/requests.ts'
import type { Connection } from '../connect.ts'
import type { Context } from '../context.ts'
import { headsOf, rowOf } from './object-rows.ts'
import { type Format, isTable } from './format.ts'
import { formatObjects } from './objects.ts'
import { paint } from './paint.ts'
import { alignRow, widthsOf } from './table.ts'
import { changesSince, type Said, type WatchedChanges, watchedChanges } from './watched-changes.ts'

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
      for await (const together of changes)
        await print(inOrder(together.filter(({ object }) => watched.hasFields(object))))
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}

function tablePrinter({ terminal, now }: Context, { kind, format, stacks, labels, kinds, noHeaders }: WatchedObjects) {
  const options = { wide: format.as === 'wide', stacks, labels, kinds, paint: paint(terminal.color) }
  const heads = headsOf(kind, { ...options, now: 0 }).map((head) => head.toUpperCase())
  let widths: readonly number[] = []
  return (changes: WatchedChanges) => {
    const rows = changes.map(({ object }) => rowOf(object, { ...options, now: now() }))
    if (rows.length === 0) return
    const isFirst = widths.length === 0
    // Columns only grow, so that later lines stay aligned with the heads.
    widths = widthsOf([heads, ...rows]).map((width, index) => Math.max(width, widths[index] ?? 0))
    if (isFirst && !noHeaders) terminal.print(alignRow(heads, widths))
    const ends = changes.map(({ deleted }) => (deleted ? '   (deleted)' : ''))
    terminal.print(...rows.map((cells, index) => `${alignRow(cells, widths)}${ends[index]}`))
  }
}

/** In the order in which `get` lists them. */
function inOrder(changes: WatchedChanges): WatchedChanges {
  return changes.toSorted(by(({ object }) => keyOf(object)))
}

function wholePrinter({ terminal, now }: Context, { format, stacks, labels, noHeaders }: WatchedObjects) {
  let isFirst = true
  return async (changes: WatchedChanges) => {
    for (const { object } of changes) await printWhole(object)
  }

  async function printWhole(object: ObjectOf) {
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
