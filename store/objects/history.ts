import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { kindNames } from '../../api/v1/kinds.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Change, Store } from './store.ts'
import { StoreError } from './store.ts'
import type { WatchEvent } from './watch-queue.ts'
import { createWatchQueue } from './watch-queue.ts'

/** How much of the past is known, and how far a watcher may fall behind. */
export interface HistoryLimits {
  /** Changes of a kind that are kept whatever their age. */
  readonly count: number
  /** Younger ones are kept beyond that, ms: clients come back with a version they saw some 60 s ago. */
  readonly keepMs: number
  /** But never more than this many of a kind. */
  readonly most: number
  /** Between two bookmarks, ms. */
  readonly bookmarkMs: number
  /** Events that wait for one watcher; one more, and it is Expired. */
  readonly pending: number
}

const defaultLimits: HistoryLimits = { count: 2_000, keepMs: 75_000, most: 50_000, bookmarkMs: 60_000, pending: 10_000 }

/** What a watch is about. */
export interface WatchOptions<T> {
  /** Events after this version; absent: first all objects as they are, then a bookmark that says so. */
  readonly resourceVersion?: number
  readonly namespace?: string
  /** Objects that come to match are ADDED, those that no longer do DELETED, as Kubernetes has it. */
  readonly where?: (object: T) => boolean
}

/** The recent past of a store, so that watchers can go on where they were. */
export interface History {
  /** Events without a gap. Throws StoreError Expired for a version that is too old, or that was never given out. */
  watchFrom<K extends Kind>(kind: K, options: WatchOptions<ObjectOf<K>>): Watch<ObjectOf<K>>
  /** The watches that are open. */
  watches(): Iterable<OpenWatch>
  /** Ends all watches. */
  close(): void
}

/** How one watch fares. */
export interface OpenWatch {
  readonly kind: Kind
  /** How many events wait for its reader. */
  waiting(): number
}

/** A watch, read by one consumer; ends when closed, or after EXPIRED. */
export interface Watch<T> extends AsyncIterable<WatchEvent<T>> {
  close(): void
}

/** Follows a store from now on. */
export function createHistory(options: {
  readonly store: Store
  readonly clock: Clock
  readonly limits?: Partial<HistoryLimits>
}): History {
  const { store, clock } = options
  const limits = { ...defaultLimits, ...options.limits }
  const start = store.resourceVersion
  const pasts = new Map(kindNames.map((kind) => [kind, createPast(start)]))
  const open = new Set<Open>()
  const following = kindNames.map((kind) =>
    store.watch(kind).subscribe((change) => remember(pasts.get(kind), { change, at: clock.now() }, limits)),
  )
  return {
    watchFrom: (kind, watch) =>
      watchFrom({ store, clock, limits, past: pasts.get(kind) ?? createPast(start), open }, kind, watch),
    watches: () => open,
    close() {
      for (const subscription of following) subscription.unsubscribe()
      for (const watch of [...open]) watch.close()
    },
  }
}

interface Open extends OpenWatch {
  close(): void
}

interface Remembered {
  readonly change: Change<ObjectOf>
  readonly at: number
}

/** The changes of one kind; those up to `forgotten` are not known any more. */
interface Past {
  changes: Remembered[]
  /** Where the known ones begin: cut off in bulk. */
  first: number
  forgotten: number
}

function createPast(start: number): Past {
  return { changes: [], first: 0, forgotten: start }
}

function remember(past: Past | undefined, entry: Remembered, limits: HistoryLimits): void {
  if (past === undefined) return
  past.changes.push(entry)
  while (past.changes.length - past.first > limits.count) {
    const oldest = past.changes[past.first]
    const young = oldest !== undefined && entry.at - oldest.at < limits.keepMs
    if (oldest === undefined || (young && past.changes.length - past.first <= limits.most)) break
    past.forgotten = oldest.change.resourceVersion
    past.first += 1
  }
  if (past.first < 1_000 || past.first < past.changes.length / 2) return
  past.changes = past.changes.slice(past.first)
  past.first = 0
}

interface Source {
  readonly store: Store
  readonly clock: Clock
  readonly limits: HistoryLimits
  readonly past: Past
  readonly open: Set<Open>
}

function watchFrom<K extends Kind>(from: Source, kind: K, options: WatchOptions<ObjectOf<K>>): Watch<ObjectOf<K>> {
  const { store, clock, past, limits } = from
  const since = options.resourceVersion
  if (since !== undefined) refuseUnknown(from, kind, since)
  const queue = createWatchQueue<ObjectOf<K>>(limits.pending)
  const wanted = wantedBy(options)
  const known = since === undefined ? [] : changesAfter<ObjectOf<K>>(past, since)
  let seen = since === undefined ? store.resourceVersion : (known.at(-1)?.resourceVersion ?? since)
  const offer = (change: Change<ObjectOf<K>>) => {
    if (change.resourceVersion <= seen) return
    seen = change.resourceVersion
    const event = eventOf(change, wanted)
    if (event !== undefined) queue.push(event)
  }
  if (since !== undefined) queue.begin(eventsOf(known, wanted))
  else queue.begin(initialEvents([...store.list(kind).values()].filter(wanted), seen))
  const subscription = store.watch(kind).subscribe(offer)
  const bookmark = () => queue.push({ type: 'BOOKMARK', resourceVersion: String(store.resourceVersion) })
  const stopBookmarks = every(clock, limits.bookmarkMs, bookmark)
  const close = () => queue.close()
  const watch = { kind, waiting: queue.waiting, close }
  from.open.add(watch)
  queue.onEnd(() => {
    subscription.unsubscribe()
    stopBookmarks()
    from.open.delete(watch)
  })
  return { close, [Symbol.asyncIterator]: () => queue.read() }
}

function changesAfter<T extends ObjectOf>({ changes, first }: Past, since: number): readonly Change<T>[] {
  const known = changes.slice(first).filter(({ change }) => change.resourceVersion > since)
  return known.map(({ change }) => change as unknown as Change<T>)
}

function refuseUnknown({ past, store }: Source, kind: Kind, since: number): void {
  if (since >= past.forgotten && since <= store.resourceVersion) return
  const why = since < past.forgotten ? `only changes after ${past.forgotten} are known` : 'it was never given out'
  throw new StoreError('Expired', `watching ${kind} from version ${since}: ${why}; list again`)
}

function wantedBy<T extends ObjectOf>({ namespace, where }: WatchOptions<T>): (object: T) => boolean {
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) && (where === undefined || where(object))
}

function* initialEvents<T>(objects: readonly T[], version: number): Generator<WatchEvent<T>> {
  for (const object of objects) yield { type: 'ADDED', object }
  yield { type: 'BOOKMARK', resourceVersion: String(version), initialEnd: true }
}

function* eventsOf<T extends ObjectOf>(
  changes: readonly Change<T>[],
  wanted: (object: T) => boolean,
): Generator<WatchEvent<T>> {
  for (const change of changes) {
    const event = eventOf(change, wanted)
    if (event !== undefined) yield event
  }
}

function eventOf<T extends ObjectOf>(change: Change<T>, wanted: (object: T) => boolean): WatchEvent<T> | undefined {
  const before = change.before !== undefined && wanted(change.before) ? change.before : undefined
  const after = change.after !== undefined && wanted(change.after) ? change.after : undefined
  if (after !== undefined) return { type: before === undefined ? 'ADDED' : 'MODIFIED', object: after }
  if (before === undefined) return undefined
  return { type: 'DELETED', object: at(change.after ?? before, change.resourceVersion) }
}

/** A deletion carries its own version, so that a client can go on from it. */
function at<T extends ObjectOf>(object: T, version: number): T {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } }
}

function every(clock: Clock, ms: number, run: () => void): () => void {
  let cancel = () => undefined as void
  const arm = () => {
    cancel = clock.after(
      ms,
      () => {
        run()
        arm()
      },
      'periodic',
    )
  }
  arm()
  return () => cancel()
}
