import { Counter, type Registry } from 'prom-client'
import type { ObjectEvent } from '../../api/v1/installation/answers.ts'
import { splitId } from '../../api/v1/names.ts'

/** Counts events of objects. */
export function eventMetrics(registry: Registry): (event: ObjectEvent) => void {
  const events = new Counter({
    name: 'reconcile_events_total',
    help: 'Events, by the kind that they are about, type (Normal or Warning) and reason, as `reconcile events` shows them.',
    ...{ labelNames: ['kind', 'type', 'reason'] as const, registers: [registry] },
  })
  return ({ object, type, reason }) => events.inc({ kind: splitId(object).kind, type, reason })
}
