import type { ObjectEvent } from '../v1/answers.ts'
import { API_VERSION } from '../v1/kinds.ts'
import { stableHash } from '../v1/hash.ts'
import type { Installation } from '../v1/installation.ts'
import { Refusal } from './refusal.ts'
import { fieldTerms } from './selection.ts'
import { timestamp } from '../v1/timestamp.ts'

const FIELDS = ['apiVersion', 'kind', 'namespace', 'name'].map((field) => `involvedObject.${field}`)

/** What happened, as a list of core/v1 Events; of one stack, or of all, and to the objects of a field selector. */
export async function eventList(
  installation: Pick<Installation, 'events'>,
  stack: string | undefined,
  query: URLSearchParams,
): Promise<unknown> {
  if (query.get('watch') === 'true')
    throw new Refusal(405, 'MethodNotAllowed', 'events are listed, not watched: ask again, or watch the objects')
  const terms = fieldTerms(query.get('fieldSelector') ?? '', FIELDS)
  const events = (await installation.events(stack)).map(coreEvent)
  const items = events.filter(({ involvedObject }) =>
    terms.every(({ field, not, value }) => (involvedObject[field.split('.')[1] ?? ''] === value) !== not),
  )
  return { apiVersion: 'v1', kind: 'EventList', metadata: {}, items }
}

interface CoreEvent {
  readonly involvedObject: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

function coreEvent(event: ObjectEvent): CoreEvent {
  const parts = event.object.split('/')
  const [kind = '', namespace = 'default', name = namespace] = parts
  const id = stableHash([event.object, event.type, event.reason, event.message])
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${id}`, namespace, creationTimestamp: timestamp(event.firstAt) },
    involvedObject: { apiVersion: API_VERSION, kind, name, ...(parts.length > 2 ? { namespace } : {}) },
    type: event.type,
    reason: event.reason,
    message: event.message,
    count: event.count,
    firstTimestamp: timestamp(event.firstAt),
    lastTimestamp: timestamp(event.lastAt),
    source: { component: 'reconcile' },
  }
}
