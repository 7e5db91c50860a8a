import type { FieldPath } from '../provenance.ts'
import { HIDDEN } from './secret-value.ts'

/** The result of restoring the values in an object that was shown with `***` for secret-looking ones (S9). */
export interface Restored {
  readonly value: unknown
  /** The paths where `***` was replaced by the live value. */
  readonly restored: readonly FieldPath[]
  /** The paths where `***` matches no live value. */
  readonly unknown: readonly FieldPath[]
}

/** Replaces each `***` in a sent value by the live value it stood for; `shown` is the redacted live value. */
export function restoreHidden(sent: unknown, sides: { readonly live: unknown; readonly shown: unknown }): Restored {
  const found: Found = { restored: [], unknown: [] }
  return { value: restore({ sent, ...sides }, [], found), ...found }
}

interface Found {
  readonly restored: FieldPath[]
  readonly unknown: FieldPath[]
}

interface Sides {
  readonly sent: unknown
  readonly live: unknown
  readonly shown: unknown
}

function restore({ sent, live, shown }: Sides, path: FieldPath, found: Found): unknown {
  if (typeof sent === 'string') {
    if (!sent.includes(HIDDEN) || sent === live) return sent
    const text = typeof shown === 'string' && typeof live === 'string' ? restoreText(sent, { live, shown }) : undefined
    if (text === sent) return sent
    found[text === undefined ? 'unknown' : 'restored'].push(path)
    return text ?? sent
  }
  if (Array.isArray(sent))
    return sent.map((item, index) => {
      const at = placeIn(shown, item, index)
      return restore({ sent: item, live: within(live, at), shown: within(shown, at) }, [...path, index], found)
    })
  if (typeof sent !== 'object' || sent === null) return sent
  return Object.fromEntries(
    Object.entries(sent).map(([key, value]) => [
      key,
      restore({ sent: value, live: within(live, key), shown: within(shown, key) }, [...path, key], found),
    ]),
  )
}

/** Restores a text line by line, as other lines may have changed. Undefined if it is ambiguous which line was meant. */
function restoreText(sent: string, { live, shown }: Readonly<Record<'live' | 'shown', string>>): string | undefined {
  if (sent === shown) return live
  const [sentLines, shownLines, lines] = [sent.split('\n'), shown.split('\n'), live.split('\n')]
  if (lines.length !== shownLines.length) return undefined
  const [known, asked, taken] = [placesOf(shownLines), placesOf(sentLines), new Map<string, number>()]
  // Lines that contain `***` themselves, such as a banner.
  const own = new Set([...known].flatMap(([line, places]) => (places.every((at) => lines[at] === line) ? [line] : [])))
  const restored = sentLines.map((line) => {
    if (!line.includes(HIDDEN) || own.has(line)) return line
    const [places = [], turn = 0] = [known.get(line), taken.get(line)]
    taken.set(line, turn + 1)
    // If several lines look the same once redacted, they are matched in order, provided that none was added or removed.
    const isTold = places.length === 1 || places.length === asked.get(line)?.length
    return isTold ? lines[places[places.length === 1 ? 0 : turn] ?? -1] : undefined
  })
  return restored.every((line) => line !== undefined) ? restored.join('\n') : undefined
}

/** The indexes of each line. */
function placesOf(lines: readonly string[]): ReadonlyMap<string, number[]> {
  const places = new Map<string, number[]>()
  for (const [index, line] of lines.entries()) {
    const known = places.get(line)
    if (known) known.push(index)
    else places.set(line, [index])
  }
  return places
}

/** Items with a name, such as variables, are found by it, as others may have been inserted before them. */
function placeIn(list: unknown, item: unknown, index: number): number {
  const name = nameOf(item)
  if (name === undefined || !Array.isArray(list)) return index
  return list.findIndex((each) => nameOf(each) === name)
}

function nameOf(item: unknown): string | undefined {
  const name = within(item, 'name')
  return typeof name === 'string' ? name : undefined
}

function within(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Readonly<Record<string | number, unknown>>)[key]
}
