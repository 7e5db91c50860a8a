import { areListed, areTold } from '../runtime/listed.ts'
import type { Controller } from '../runtime/controller.ts'
import { again, done } from '../runtime/result.ts'
import { schedulerWakes } from './wakes.ts'
import { placeAll } from './act.ts'
import { leaveLine, turnsOf } from './turns.ts'

/**
 * Binds unbound tasks to nodes. One pass places the tasks that were not tried yet, of all services, in the order of the services' names, and
 * among them those of the key's service that no node fitted before.
 */
export const schedulerController: Controller = {
  name: 'scheduler',
  kind: 'Service',
  coalesce: (_, { store }) => store.list('Node').size,

  wakes: schedulerWakes,

  async reconcile(key, ports) {
    if (ports.store.by('Task', 'unbound', key).size === 0) leaveLine(key, ports.store)
    if (ports.store.by('Task', 'unbound', '*').size === 0) return done
    if (!areListed(ports) || !areTold(ports)) return done
    const { now, waitMs } = turnsOf(key, ports)
    for (const each of now) placeAll(each, ports)
    return waitMs === undefined ? done : again(waitMs, 'other services are about to have tasks')
  },
}
