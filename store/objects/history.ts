import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { kindNames } from '../../api/v1/kinds.ts'
import type { Clock } from '../../clock/clock.ts'
import { bytesOf } from './change-bytes.ts'
import type { Change, Store } from './store.ts'
import { StoreError } from './store.ts'
import type { WatchEvent } from './watch-queue.ts'
import { createWatchQueue } from './watch-queue.ts'

/** How many past changes are kept, and how far a watcher may fall behind. */
export interface HistoryLimits {
  /** Changes kept per kind, whatever their age. */
  readonly count: number
  /** Changes younger than this, ms, are kept beyond `count`: clients resume from a version that they saw about 60 s ago. */
  readonly keepMs: number
  /** The most changes kept per kind. */
  readonly most: number
  /** The most bytes of replaced specs, as JSON, that the changes kept of a kind hold, or those that wait for one watcher. */
  readonly bytes: number
  /** The interval of bookmarks, ms. */
  readonly bookmarkMs: number
  /** Events that may wait for one watcher; with one more the watch is Expired. */
  readonly pending: number
}

const defaultLimits: HistoryLimits = {
  ...{ count: 2_000, keepMs: 75_000, most: 50_000, bytes: 32_000_000 },
  ...{ bookmarkMs: 60_000, pending: 10_000 },
}

/** Selects the objects and the start of a watch. */
export interface WatchOptions<T> {
  /** Start after this version. Absent: start with all present objects as ADDED, then a bookmark that marks their end. */
  readonly resourceVersion?: number
  /** All present objects must be of this version or a newer one. */
  readonly notOlderThan?: number
  readonly namespace?: string
  /** A filter. As in Kubernetes, an object that starts to match is ADDED, one that stops matching is DELETED. */
  readonly where?: (object: T) => boolean
}

/** The recent changes of a store, so that watchers can resume from a resourceVersion. */
export interface History {
  /** Opens a watch without gaps. Throws StoreError Expired for a version that is too old, or that never existed. */
  watchFrom<K extends Kind>(kind: K, options: WatchOptions<ObjectOf<K>>): Watch<ObjectOf<K>>
  watches(): Iterable<OpenWatch>
  close(): void
}

/** An open watch, as metrics see it. */
export interface OpenWatch {
  readonly kind: Kind
  /** How many events its reader has not read. */
  waiting(): number
}

/** A watch for a single consumer; ends when closed, or after EXPIRED. */
export interface Watch<T> extends AsyncIterable<WatchEvent<T>> {
  close(): void
}

/** Creates the history of a store, which begins now. */
export function createHistory(options: {
  readonly store: Store
  readonly clock: Clock
  readonly limits?: Partial<HistoryLimits>
}): History {
  const { store, clock } = options
  const limits = { ...defaultLimits, ...options.limits }
  const start = store.resourceVersion
  const pasts = Object.fromEntries(kindNames.map((kind) => [kind, createPast(start)])) as Readonly<Record<Kind, Past>>
  const open = new Set<Open>()
  const following = kindNames.map((kind) =>
    store.watch(kind).subscribe((change) => remember(pasts[kind], { change, at: clock.now() }, limits)),
  )
  return {
    watchFrom: (kind, watch) => watchFrom({ store, clock, limits, past: pasts[kind], open }, kind, watch),
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

/** The recent changes of one kind; changes up to version `forgotten` were dropped. */
interface Past {
  changes: Remembered[]
  /** The index of the oldest kept change; the array is cut in bulk. */
  first: number
  forgotten: number
  /** The bytes of replaced specs that the kept changes hold. */
  bytes: number
}

function createPast(start: number): Past {
  return { changes: [], first: 0, forgotten: start, bytes: 0 }
}

function remember(past: Past, entry: Remembered, limits: HistoryLimits): void {
  past.changes.push(entry)
  past.bytes += bytesOf(entry.change)
  for (;;) {
    const oldest = past.changes[past.first]
    if (oldest === undefined || mayStay(past, { oldest, now: entry.at }, limits)) break
    past.forgotten = oldest.change.resourceVersion
    past.bytes -= bytesOf(oldest.change)
    past.first += 1
  }
  if (past.first < past.changes.length / 2) return
  past.changes = past.changes.slice(past.first)
  past.first = 0
}

function mayStay(
  { changes, first, bytes }: Past,
  { oldest, now }: { readonly oldest: Remembered; readonly now: number },
  limits: HistoryLimits,
): boolean {
  const count = changes.length - first
  if (bytes > limits.bytes || count > limits.most) return false
  return count <= limits.count || now - oldest.at < limits.keepMs
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
  if ((options.notOlderThan ?? 0) > store.resourceVersion) throw expired(kind, options.notOlderThan, NEVER)
  const queue = createWatchQueue<ObjectOf<K>>({ events: limits.pending, bytes: limits.bytes })
  const wanted = wantedBy(options)
  const known = since === undefined ? [] : changesAfter<ObjectOf<K>>(past, since)
  let seen = since === undefined ? store.resourceVersion : (known.at(-1)?.resourceVersion ?? since)
  const offer = (change: Change<ObjectOf<K>>) => {
    if (change.resourceVersion <= seen) return
    seen = change.resourceVersion
    const event = eventOf(change, wanted)
    if (event !== undefined) queue.push(event, bytesOf(change))
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
  throw expired(kind, since, since < past.forgotten ? `only changes after ${past.forgotten} are known` : NEVER)
}

const NEVER = 'it was never given out'

function expired(kind: Kind, version: number | undefined, why: string): StoreError {
  return new StoreError('Expired', `watching ${kind} from version ${version}: ${why}; list again`)
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

/** The object with the version of its deletion, so that a client can resume from it. */
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
