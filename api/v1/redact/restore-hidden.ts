import type { FieldPath } from '../provenance.ts'
import { HIDDEN } from './secret-value.ts'

/** What came back of an object that was shown with `***` in the place of what looks secret (S9). */
export interface Restored {
  readonly value: unknown
  /** Where `***` stands for nothing that is known. */
  readonly unknown: readonly FieldPath[]
}

/** The value that was sent, with what it shows as `***` put back from the live one; `shown` is the live one as it is shown. */
export function restoreHidden(sent: unknown, sides: { readonly live: unknown; readonly shown: unknown }): Restored {
  const unknown: FieldPath[] = []
  const value = restore({ sent, ...sides }, [], unknown)
  return { value, unknown }
}

interface Sides {
  readonly sent: unknown
  readonly live: unknown
  readonly shown: unknown
}

function restore({ sent, live, shown }: Sides, path: FieldPath, unknown: FieldPath[]): unknown {
  if (typeof sent === 'string') {
    if (!sent.includes(HIDDEN) || sent === live) return sent
    if (sent === shown && typeof live === 'string') return live
    unknown.push(path)
    return sent
  }
  if (Array.isArray(sent))
    return sent.map((item, index) => {
      const at = placeIn(shown, item, index)
      return restore({ sent: item, live: within(live, at), shown: within(shown, at) }, [...path, index], unknown)
    })
  if (typeof sent !== 'object' || sent === null) return sent
  return Object.fromEntries(
    Object.entries(sent).map(([key, value]) => [
      key,
      restore({ sent: value, live: within(live, key), shown: within(shown, key) }, [...path, key], unknown),
    ]),
  )
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
