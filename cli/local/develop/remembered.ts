import type { Json } from '../../../store/storage/storage.ts'
import type { SourceChange } from '../../../controllers/develop/port.ts'
import type { Key, Store } from '../../../store/objects/store.ts'

/** A change with what lay there when it was noted; '' where nothing did. */
export interface NotedChange extends SourceChange {
  readonly mark: string
}

/** What is known of a service's sources beside their changes. */
export interface Known {
  readonly version: number
  readonly rebuiltAt: number
  /** What changed before is noted, ms since 1970. */
  readonly notedAt: number
  readonly built: Readonly<Record<string, number>>
  readonly brought?: Readonly<Record<string, number>>
}

/** Where that is kept. */
export type FactStore = Pick<Store, 'fact' | 'facts' | 'putFact'>

/** What of a service's sources outlives a `serve`: the next one brings each container what it lacks of that, and nothing else. */
export interface Memory {
  known(): Known | undefined
  /** In their order. */
  changes(): readonly NotedChange[]
  note(known: Known): void
  noteChange(change: NotedChange): void
  forgetChange(path: string): void
}

/** Of who watches for as long as it runs. */
export const noMemory: Memory = {
  known: () => undefined,
  changes: () => [],
  note: () => {},
  noteChange: () => {},
  forgetChange: () => {},
}

/** Of one service. Each file is a fact of its own: a save writes no list of all that ever changed. */
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

/** Forgets services. */
export function forget(store: FactStore, isForgotten: (key: Key) => boolean): void {
  for (const name of [...store.facts('develop').keys()])
    if (isForgotten(name.split('/', 2).join('/'))) store.putFact('develop', name, undefined)
}

/** Up to which change all is remembered: a process that was killed may have noted a change alone. */
export function versionIn(known: Known | undefined, changes: readonly NotedChange[]): number {
  return Math.max(known?.version ?? 0, changes.at(-1)?.at ?? 0)
}

/** Up to which change a service is known that nobody watches yet; undefined of one that was never watched. */
export function versionKept(store: FactStore, key: Key): number | undefined {
  const memory = memoryOf(store, key)
  const known = memory.known()
  return known && versionIn(known, memory.changes())
}

/** Images whose context is known: a container of an earlier one has all that changed brought. */
const MOST_IMAGES = 20

/** The images with what each has, the last built last; of very many the last. */
export function withBuilt(
  built: ReadonlyMap<string, number>,
  { image, version }: { readonly image: string; readonly version: number },
): Map<string, number> {
  const others = [...built].filter(([name]) => name !== image)
  return new Map([...others, [image, version] as const].slice(-MOST_IMAGES))
}

/** The same as of one that is watched: its image has what was known until then. */
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
