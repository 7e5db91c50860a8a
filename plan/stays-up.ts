import type { V1Task } from '../api/v1/generated/types.ts'
import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import { listNames } from '../api/v1/language/list-names.ts'
import { serviceKeyOf } from '../api/v1/names.ts'
import type { Store } from '../store/objects/store.ts'

/** How many services the line names; of the others it gives the number. */
const NAMED = 8

/**
 * The assumption, in one line, that started tasks which no health check watches stay up: a simulated process ends only where its service is
 * meant to end. `after` is the planned state. Tasks that run already, and jobs, are left out.
 */
export function staysUpSaid(calls: readonly PlannedCall[], after: Store): readonly string[] {
  const tasks = calls.filter(isStart).flatMap(({ object }) => after.get('Task', object.slice('Task/'.length)) ?? [])
  const services = [...new Set(tasks.filter(isUnwatched).map(serviceKeyOf))].sort()
  if (services.length === 0) return []
  const [many, stay] = services.length === 1 ? ['service', 'stays'] : ['services', 'stay']
  return [`${services.length} ${many} without a health check ${stay} up: ${listNames(services, NAMED)}`]
}

function isStart({ path, refused }: PlannedCall): boolean {
  return path.endsWith('/start') && refused === undefined
}

function isUnwatched({ status }: V1Task): boolean {
  return status?.phase === 'Running' && status.healthy === 'None'
}
