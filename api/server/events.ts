import type { ObjectEvent } from '../v1/installation/answers.ts'
import { stableHash } from '../v1/language/hash.ts'
import type { Installation } from '../v1/installation/installation.ts'
import { API_VERSION, isKind } from '../v1/kinds.ts'
import { splitId } from '../v1/names.ts'
import { parseSelector } from '../v1/installation/selector.ts'
import { timestamp } from '../v1/language/timestamp.ts'
import { isTrue } from './query.ts'
import { Refusal } from './refusal.ts'
import { fieldTerms } from './selection.ts'

const FIELDS = [
  ...['apiVersion', 'kind', 'namespace', 'name', 'uid'].map((field) => `involvedObject.${field}`),
  ...['metadata.name', 'metadata.namespace', 'type', 'reason'],
]

/** What happened, as a list of core/v1 Events; of one stack, or of all, and to the objects of a field selector. */
export async function eventList(
  installation: Pick<Installation, 'events' | 'get'>,
  stack: string | undefined,
  query: URLSearchParams,
): Promise<unknown> {
  if (isTrue(query, 'watch'))
    throw new Refusal(405, 'MethodNotAllowed', 'events are listed, not watched: ask again, or watch the objects')
  const terms = fieldTerms(query.get('fieldSelector') ?? '', FIELDS)
  // They have no labels.
  const isSelected = parseSelector(query.get('labelSelector') ?? '')({})
  const happened = isSelected ? await installation.events(stack) : []
  const uids = await uidsOf(installation, happened)
  const items = happened.map((event) => coreEvent(event, uids.get(event.object)))
  const isWanted = (event: CoreEvent) =>
    terms.every(({ field, not, value }) => (valueAt(event, field) === value) !== not)
  return { apiVersion: 'v1', kind: 'EventList', metadata: {}, items: items.filter(isWanted) }
}

/** Of the objects that are there still: clients ask for what happened to one by its uid. */
async function uidsOf(
  { get }: Pick<Installation, 'get'>,
  events: readonly ObjectEvent[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const ids = [...new Set(events.map(({ object }) => object))]
  const objects = ids.map(async (id) => {
    const { kind, namespace, name } = splitId(id)
    const object = isKind(kind)
      ? await get({ kind, name, ...(namespace === undefined ? {} : { namespace }) })
      : undefined
    return [id, object?.metadata.uid] as const
  })
  return new Map(await Promise.all(objects))
}

interface CoreEvent {
  readonly [field: string]: unknown
}

function coreEvent(event: ObjectEvent, uid: string | undefined): CoreEvent {
  const { kind, namespace, name } = splitId(event.object)
  const id = stableHash([event.object, event.type, event.reason, event.message])
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${name}.${id}`,
      namespace: namespace ?? 'default',
      creationTimestamp: timestamp(event.firstAt),
    },
    involvedObject: { apiVersion: API_VERSION, kind, name, namespace, uid },
    type: event.type,
    reason: event.reason,
    message: event.message,
    count: event.count,
    firstTimestamp: timestamp(event.firstAt),
    lastTimestamp: timestamp(event.lastAt),
    source: { component: 'reconcile' },
  }
}

/** What stands at `a.b`; empty where nothing does. */
function valueAt(event: CoreEvent, field: string): unknown {
  const value = field.split('.').reduce<unknown>((held, part) => (held as CoreEvent)[part], event)
  return value ?? ''
}
