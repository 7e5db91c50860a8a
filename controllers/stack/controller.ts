import { filter, map, merge } from 'rxjs'
import type { V1StackStatus } from '../../api/v1/generated/types.ts'
import { isTrue, setCondition } from '../../api/v1/conditions.ts'
import { API_VERSION, isNamespaced, kindNames, type ObjectOf } from '../../api/v1/kinds.ts'
import { splitKey } from '../../api/v1/names.ts'
import { conditionTypes, serviceReasons } from '../../api/v1/reasons.ts'
import type { Change } from '../../store/objects/store.ts'
import type { Controller } from '../runtime/controller.ts'
import type { Ports } from '../runtime/ports.ts'
import { done } from '../runtime/result.ts'
import { writeStatus } from '../runtime/status.ts'
import { impliedNetwork } from './implied-network.ts'

/** Keeps one Stack object for each namespace that has something in it, with the sum of what is there. */
export const stackController: Controller = {
  name: 'stack',
  kind: 'Stack',
  coalesce: (key, { store }) => 1 + store.by('Service', 'namespace', key).size,

  wakes: ({ store }) => {
    const namespaced = kindNames.filter(isNamespaced).map((kind) =>
      store.watch(kind).pipe(
        filter(changesTheSum),
        map(({ key }) => splitKey(key).namespace ?? ''),
      ),
    )
    return merge(...namespaced).pipe(filter((stack) => stack !== ''))
  },

  async reconcile(key, ports) {
    const { store } = ports
    impliedNetwork(key, store)
    const isEmpty = kindNames.filter(isNamespaced).every((kind) => store.by(kind, 'namespace', key).size === 0)
    const stack = store.get('Stack', key)
    if (isEmpty) {
      if (stack) store.delete('Stack', key)
      return done
    }
    if (!stack) store.create('Stack', { apiVersion: API_VERSION, kind: 'Stack', metadata: { name: key }, spec: {} })
    writeStatus(store, 'Stack', { key, status: statusOf(key, ports) })
    return done
  },
}

/** Tasks are summed up by their services: of them it counts only how many there are. */
function changesTheSum({ before, after }: Change<ObjectOf>): boolean {
  return before === undefined || after?.kind !== 'Task'
}

function statusOf(key: string, { store, clock }: Ports): V1StackStatus {
  const services = [...store.by('Service', 'namespace', key).values()]
  const waiting = services.filter((service) => !isTrue(service.status?.conditions, conditionTypes.ready))
  const ready =
    waiting.length === 0
      ? { status: 'True' as const, reason: serviceReasons.allReady, message: `${services.length} services are ready` }
      : {
          status: 'False' as const,
          reason: serviceReasons.tasksNotReady,
          message: `not ready: ${waiting.map(({ metadata }) => metadata.name).join(', ')}`,
        }
  return {
    services: services.length,
    readyServices: services.length - waiting.length,
    tasks: store.by('Task', 'namespace', key).size,
    readyTasks: services.reduce((sum, { status }) => sum + (status?.readyReplicas ?? 0), 0),
    conditions: setCondition(
      store.get('Stack', key)?.status?.conditions,
      { type: conditionTypes.ready, ...ready },
      clock.now(),
    ),
  }
}
