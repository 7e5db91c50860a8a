import type { Installation } from '../../api/v1/installation/installation.ts'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { WatchQuery } from '../../api/v1/installation/requests.ts'

/** An object after a change. */
export interface WatchedChange {
  readonly object: ObjectOf
  readonly deleted: boolean
}

/** Changes that are told together. */
export type WatchedChanges = readonly WatchedChange[]

interface Watching {
  readonly installation: Pick<Installation, 'watch'>
  readonly kind: Kind
  readonly query: WatchQuery
}

/** The last printed state by key. */
export type Said = Map<string, ObjectOf>

/**
 * Yields the present objects together, then each change. If changes were missed, as by a slow reader, lists again and yields the
 * differences to what was printed last, as kubectl does.
 */
export async function* watchedChanges(watching: Watching, said: Said = new Map()): AsyncGenerator<WatchedChanges> {
  while (yield* untilMissed(watching, said));
}

/** Yields only the differences to what was printed last; without serve nothing reports changes of other processes. */
export async function* changesSince(said: Said, watching: Watching): AsyncGenerator<WatchedChanges> {
  const listed = new Set<string>()
  const changes: WatchedChange[] = []
  for await (const event of watching.installation.watch(watching.kind, watching.query)) {
    if (event.type === 'EXPIRED') return
    if (event.type === 'BOOKMARK') {
      if (event.initialEnd) return yield [...changes, ...goneOf(said, listed)]
      continue
    }
    const { object } = event
    const key = keyOf(object)
    listed.add(key)
    const before = said.get(key)
    said.set(key, object)
    if (before === undefined || contentOf(before) !== contentOf(object)) changes.push({ object, deleted: false })
  }
}

/** The parts of an object to compare. Each process computes status anew, so fields such as times are no change. */
function contentOf(object: ObjectOf): string {
  return JSON.stringify(object, (key, value: unknown) => (OF_ITS_READING.has(key) ? undefined : value))
}

const OF_ITS_READING: ReadonlySet<string> = new Set([
  ...['resourceVersion', 'uid', 'creationTimestamp', 'lastTransitionTime', 'lastSeen', 'progressedAt'],
])

/** Returns whether changes were missed. */
async function* untilMissed(
  { installation, kind, query }: Watching,
  said: Said,
): AsyncGenerator<WatchedChanges, boolean> {
  const listed = new Set<string>()
  let first: WatchedChange[] = []
  let [hasBegun, hasListed] = [false, false]
  for await (const event of installation.watch(kind, query)) {
    if (event.type === 'EXPIRED') {
      // A watch that never started would expire again and again.
      if (!hasBegun) throw new Error(`${event.message}; start the watch again`)
      if (first.length > 0) yield first
      return true
    }
    hasBegun = true
    if (event.type === 'BOOKMARK') {
      if (event.initialEnd) first.push(...goneOf(said, listed))
      if (first.length > 0) yield first
      first = []
      hasListed = true
      continue
    }
    const { object } = event
    const key = keyOf(object)
    const deleted = event.type === 'DELETED'
    if (!hasListed) listed.add(key)
    const before = said.get(key)
    if (deleted) said.delete(key)
    else said.set(key, object)
    if (!deleted && before && isTold(before, object, hasListed)) continue
    if (hasListed) yield [{ object, deleted }]
    else first.push({ object, deleted })
  }
  if (first.length > 0) yield first
  return false
}

/** Whether an object was printed as it is. In a list it may be another serve that tells of it, which counts versions of its own. */
function isTold(before: ObjectOf, object: ObjectOf, hasListed: boolean): boolean {
  if (before.metadata.resourceVersion === object.metadata.resourceVersion) return true
  return !hasListed && contentOf(before) === contentOf(object)
}

/** Objects that were printed and are not listed any more. */
function* goneOf(said: Said, listed: ReadonlySet<string>): Generator<WatchedChange> {
  for (const [key, object] of said) {
    if (listed.has(key)) continue
    said.delete(key)
    yield { object, deleted: true }
  }
}
