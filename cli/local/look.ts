import { by } from '../../api/v1/language/by.ts'
import type {
  Description,
  ObjectEvent,
  ObjectList,
  SourceNote,
  SourceNotes,
  WatchEvent,
} from '../../api/v1/installation/answers.ts'
import { kindNames, type Kind, type ObjectOf } from '../../api/v1/kinds.ts'
import type { RevealQuery } from '../../api/v1/installation/installation.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { redactObject } from '../../api/v1/redact/object.ts'
import type { ListQuery, WatchQuery } from '../../api/v1/installation/requests.ts'
import { parseSelector, selectedLabels } from '../../api/v1/installation/selector.ts'
import { allNotes, notesAbout } from '../../controllers/runtime/source-notes.ts'
import { StoreError, type Key, type Store } from '../../store/objects/store.ts'
import { resourceIdOf, resourceIdOfRef } from '../../store/source/reading/reading.ts'
import type { Core } from './open/core.ts'
import { placesOf } from './watched/place.ts'

/** Lists a kind's objects that match a query, sorted by key, with secrets redacted. */
export function listObjects(store: Store, kind: Kind, query: ListQuery): ObjectList {
  const { items, ...rest } = revealObjects(store, kind, query)
  return { ...rest, items: items.map(shown) }
}

/** As `listObjects`, without redaction. */
export function revealObjects(store: Store, kind: Kind, query: RevealQuery): ObjectList {
  const all: Iterable<ObjectOf> = store.list(kind).values()
  const items = [...all].filter(matcher(query)).sort(by(keyOf))
  return { metadata: { resourceVersion: String(store.resourceVersion) }, items }
}

/** One object, with secrets redacted. */
export function getObject(store: Store, { kind, namespace, name }: ObjectRef): ObjectOf | undefined {
  const object: ObjectOf | undefined = store.get(kind, keyFor(namespace, name))
  return object && shown(object)
}

/** Watches a kind's objects that match a query. An object that no longer matches is reported as DELETED. Secrets are redacted. */
export async function* watchObjects(core: Core, kind: Kind, query: WatchQuery): AsyncGenerator<WatchEvent> {
  const { signal } = query
  const watch = openWatch(core, kind, query)
  if ('type' in watch) return yield watch
  const close = () => watch.close()
  signal.addEventListener('abort', close, { once: true })
  if (signal.aborted) close()
  try {
    for await (const event of watch) yield 'object' in event ? { ...event, object: shown(event.object) } : event
  } finally {
    signal.removeEventListener('abort', close)
    close()
  }
}

/** Objects redacted, each state once however many ask for it: a large text takes a tenth of a second. */
const redacted = new WeakMap<ObjectOf, ObjectOf>()

function shown(object: ObjectOf): ObjectOf {
  let known = redacted.get(object)
  if (known === undefined) redacted.set(object, (known = redactObject(object)))
  return known
}

function openWatch(core: Core, kind: Kind, { stack, since, notOlderThan, ...query }: WatchQuery) {
  const resourceVersion = since === 'now' ? core.store.resourceVersion : Number(since)
  try {
    return core.history.watchFrom(kind, {
      ...(since === undefined ? {} : { resourceVersion }),
      ...(notOlderThan === undefined ? {} : { notOlderThan: Number(notOlderThan) }),
      ...(stack === undefined ? {} : { namespace: stack }),
      where: matcher(query),
    })
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return { type: 'EXPIRED' as const, message: error.message }
  }
}

/** One object with its tasks, events and places in files. */
export function describeObject(core: Core, ref: ObjectRef, events: readonly ObjectEvent[]): Description | undefined {
  const object = getObject(core.store, ref)
  if (!object) return undefined
  const related = relatedTo(core.store, ref).map(shown)
  const names = new Set<string>([object, ...related].map(resourceIdOf))
  return {
    object,
    related,
    events: events.filter((event) => names.has(event.object)).sort((a, b) => a.lastAt - b.lastAt),
    places: placesOf(core, resourceIdOfRef(ref)),
  }
}

/**
 * The holds, pending deletions and problems of watched files at serve's last reading, all or those that may concern a stack, and whether
 * the state can be written.
 */
export function notesIn(store: Store, stack?: string): SourceNotes {
  const { holds, pending, problems } = stack === undefined ? allNotes(store) : notesAbout(store, stack)
  const said = ({ reason, message }: SourceNote) => ({ reason, message })
  return { ...unkept(store), holds: holds.map(said), pending: pending.map(said), problems: problems.map(said) }
}

function unkept({ refusal, tooLarge }: Store): Pick<SourceNotes, 'state'> {
  const error = refusal ?? [...tooLarge.values()][0]
  return error ? { state: { reason: `Storage${error.code}`, message: error.message } } : {}
}

/** The events of a stack, or all. */
export function eventsOf(events: readonly ObjectEvent[], stack: string | undefined): readonly ObjectEvent[] {
  const isOfStack = (object: string) => {
    const [kind, namespace] = object.split('/')
    return namespace === stack && kind !== 'Node'
  }
  return stack === undefined ? events : events.filter(({ object }) => isOfStack(object))
}

function relatedTo(store: Store, { kind, namespace, name }: ObjectRef): readonly ObjectOf[] {
  const key: Key = keyFor(namespace, name)
  if (kind === 'Stack')
    return kindNames.flatMap((each): ObjectOf[] =>
      each === 'Revision' ? [] : [...store.by(each, 'namespace', name).values()],
    )
  const index = TASKS_BY[kind]
  const tasks = index ? [...store.by('Task', index, key).values()] : []
  return kind === 'Service' ? tasks.sort((a, b) => a.spec.slot - b.spec.slot) : tasks
}

/** The index that finds the tasks of an object, by its kind. */
const TASKS_BY: Partial<Record<Kind, 'service' | 'node' | 'network' | 'volume' | 'secret' | 'config'>> = {
  ...{ Service: 'service', Node: 'node', Network: 'network' },
  ...{ Volume: 'volume', Secret: 'secret', Config: 'config' },
}

function matcher({ stack, selector, name }: RevealQuery): (object: ObjectOf) => boolean {
  const selected = selector === undefined ? () => true : parseSelector(selector)
  const isNamed = ({ metadata }: ObjectOf) =>
    (stack === undefined || metadata.namespace === stack) && (name === undefined || metadata.name === name)
  return (object) => isNamed(object) && selected(selectedLabels(object))
}
