import type { Installation, ObjectEvent } from '../v1/installation.ts'
import { API_VERSION } from '../v1/kinds.ts'
import { stableHash } from '../v1/hash.ts'

/** What happened, as a list of core/v1 Events; of one stack, or of all. */
export async function eventList(installation: Installation, stack: string | undefined): Promise<unknown> {
  const events = await installation.events(stack)
  return { apiVersion: 'v1', kind: 'EventList', metadata: {}, items: events.map(coreEvent) }
}

function coreEvent(event: ObjectEvent): unknown {
  const parts = event.object.split('/')
  const [kind = '', namespace = 'default', name = namespace] = parts
  const id = stableHash([event.object, event.type, event.reason, event.message])
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${id}`, namespace, creationTimestamp: iso(event.firstAt) },
    involvedObject: { apiVersion: API_VERSION, kind, name, ...(parts.length > 2 ? { namespace } : {}) },
    type: event.type,
    reason: event.reason,
    message: event.message,
    count: event.count,
    firstTimestamp: iso(event.firstAt),
    lastTimestamp: iso(event.lastAt),
    source: { component: 'reconcile' },
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
