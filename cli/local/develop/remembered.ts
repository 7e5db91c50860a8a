import type { Json } from '../../../store/storage/storage.ts'
import type { SourceChange } from '../../../controllers/develop/port.ts'
import type { Key, Store } from '../../../store/objects/store.ts'

/** A change with the mark of the file when it was recorded; '' if it did not exist. */
export interface NotedChange extends SourceChange {
  readonly mark: string
}

/** What is known of a service's sources besides the changes. */
export interface Known {
  readonly version: number
  readonly rebuiltAt: number
  /** Changes before this time are recorded, ms since the epoch. */
  readonly notedAt: number
  readonly built: Readonly<Record<string, number>>
  readonly brought?: Readonly<Record<string, number>>
}

/** Where it is stored. */
export type FactStore = Pick<Store, 'fact' | 'facts' | 'putFact'>

/** What is kept of a service's sources across restarts of serve, so that the next one syncs to each container exactly what it lacks. */
export interface Memory {
  known(): Known | undefined
  /** In order of occurrence. */
  changes(): readonly NotedChange[]
  note(known: Known): void
  noteChange(change: NotedChange): void
  forgetChange(path: string): void
}

/** For a watcher that keeps nothing beyond its own run. */
export const noMemory: Memory = {
  known: () => undefined,
  changes: () => [],
  note: () => {},
  noteChange: () => {},
  forgetChange: () => {},
}

/** The memory of one service. Each file is a fact of its own, so that a save does not write a list of all changes. */
export function memoryOf(store: FactStore, key: Key): Memory {
  return {
    known: () => store.fact('develop', key) as unknown as Known | undefined,
    changes: () =>
      [...store.facts('develop')]
        .filter(([name]) => name.startsWith(`${key}/`))
        .map(([, change]) => change as unknown as NotedChange)
        .sort((a, b) => a.at - b.at),
    note: (known) => store.putFact('develop', key, known as unknown as Json),
    noteChange: (change) => store.putFact('develop', `${key}${change.path}`, change as unknown as Json),
    forgetChange: (path) => store.putFact('develop', `${key}${path}`, undefined),
  }
}

/** Drops the memory of services. */
export function forget(store: FactStore, isForgotten: (key: Key) => boolean): void {
  for (const name of [...store.facts('develop').keys()])
    if (isForgotten(name.split('/', 2).join('/'))) store.putFact('develop', name, undefined)
}

/** The last recorded change. A process that was killed may have written a change without updating `known`. */
export function versionIn(known: Known | undefined, changes: readonly NotedChange[]): number {
  return Math.max(known?.version ?? 0, changes.at(-1)?.at ?? 0)
}

/** The last recorded change of a service that is not watched now; undefined if it never was. */
export function versionKept(store: FactStore, key: Key): number | undefined {
  const memory = memoryOf(store, key)
  const known = memory.known()
  return known && versionIn(known, memory.changes())
}

/** At most this many images are tracked. Containers of older ones get all changes. */
const MOST_IMAGES = 20

/** Records what an image contains; keeps the last images built. */
export function withBuilt(
  built: ReadonlyMap<string, number>,
  { image, version }: { readonly image: string; readonly version: number },
): Map<string, number> {
  const others = [...built].filter(([name]) => name !== image)
  return new Map([...others, [image, version] as const].slice(-MOST_IMAGES))
}

/** As `noteBuilt`, for a service that is not watched now: its image contains the changes known until then. */
export function keepBuilt(
  store: FactStore,
  key: Key,
  fresh: { readonly image: string; readonly version: number },
): void {
  const { known, note } = memoryOf(store, key)
  const before = known()
  if (!before) return
  note({ ...before, built: Object.fromEntries(withBuilt(new Map(Object.entries(before.built)), fresh)) })
}
