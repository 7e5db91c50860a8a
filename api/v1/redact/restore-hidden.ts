import type { FieldPath } from '../provenance.ts'
import { HIDDEN } from './secret-value.ts'

/** What came back of an object that was shown with `***` in the place of what looks secret (S9). */
export interface Restored {
  readonly value: unknown
  /** Where `***` stood for what is known. */
  readonly restored: readonly FieldPath[]
  /** Where `***` stands for nothing that is known. */
  readonly unknown: readonly FieldPath[]
}

/** The value that was sent, with what it shows as `***` put back from the live one; `shown` is the live one as it is shown. */
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

/** A text line by line, as those around a hidden one may be others; undefined where it can't be told which line was meant. */
function restoreText(sent: string, { live, shown }: Readonly<Record<'live' | 'shown', string>>): string | undefined {
  if (sent === shown) return live
  const [sentLines, shownLines, lines] = [sent.split('\n'), shown.split('\n'), live.split('\n')]
  if (lines.length !== shownLines.length) return undefined
  const [known, asked, taken] = [placesOf(shownLines), placesOf(sentLines), new Map<string, number>()]
  // Their stars are their own, as those of a banner.
  const own = new Set([...known].flatMap(([line, places]) => (places.every((at) => lines[at] === line) ? [line] : [])))
  const restored = sentLines.map((line) => {
    if (!line.includes(HIDDEN) || own.has(line)) return line
    const [places = [], turn = 0] = [known.get(line), taken.get(line)]
    taken.set(line, turn + 1)
    // Of several that are shown alike, each is meant in its turn, where none of them went or came.
    const isTold = places.length === 1 || places.length === asked.get(line)?.length
    return isTold ? lines[places[places.length === 1 ? 0 : turn] ?? -1] : undefined
  })
  return restored.every((line) => line !== undefined) ? restored.join('\n') : undefined
}

/** Where each line stands. */
function placesOf(lines: readonly string[]): ReadonlyMap<string, number[]> {
  const places = new Map<string, number[]>()
  for (const [index, line] of lines.entries()) {
    const known = places.get(line)
    if (known) known.push(index)
    else places.set(line, [index])
  }
  return places
}

/** Items with a name are found by it, as variables are: others may have come before them. */
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
