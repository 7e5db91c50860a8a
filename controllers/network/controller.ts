import { finalizers } from '../../api/v1/labels.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { actPerNode } from '../runtime/act-per-node.ts'
import { areListed } from '../runtime/listed.ts'
import { RETRY_HOLD_MS } from '../runtime/conditions.ts'
import type { Controller } from '../runtime/controller.ts'
import { again, done } from '../runtime/result.ts'
import { unlessLocked } from '../locks/gate.ts'
import { dropFinalizer, ensureFinalizer } from '../runtime/finalizers.ts'
import { dueOf } from '../service/decided.ts'
import { observeNetwork } from './observe.ts'
import { deedsOf } from './act.ts'
import { removeLate } from './late.ts'
import { planNetwork } from './plan.ts'
import { type NetworkAction } from './action.ts'
import { noteSeen } from './seen.ts'
import { isUsed } from './status.ts'
import { networkWakes } from './wakes.ts'

/** The network loop: creates a network on each node where tasks need it, and removes ours where none does. */
export const networkController: Controller = {
  name: 'network',
  kind: 'Network',
  coalesce(key, { store, inventory }) {
    const hosts = inventory.hosts().length
    return hosts > 1 ? hosts + store.by('Task', 'network', key).size : 0
  },

  wakes: networkWakes,

  async reconcile(key, ports, run) {
    if (!areListed(ports)) return done
    const view = observeNetwork(key, ports)
    if (!view) {
      await removeLate(key, ports, run)
      return done
    }
    const planned = unlessLocked(planNetwork(view), {
      ...{ stack: stackOf(view.network), locks: ports.locks },
      held: ({ node }, hold): NetworkAction => ({ do: 'hold', node, ...hold }),
    })
    // The finalizer comes second: a network with one and without a record was begun by a version that kept none.
    noteSeen(view, planned, ports)
    ensureFinalizer(ports.store, 'Network', { key, finalizer: finalizers.network })
    const due = dueOf(planned, ports.store.by('Task', 'network', key), ports)
    const deeds = deedsOf(view, { ports, run })
    const { actions, failures } = await actPerNode(due, deeds, { run, ports })
    if (run.signal.aborted) return done // a newer generation is declared: this outcome is not its status
    const holds = actions.filter((action) => action.do === 'hold')
    if (view.network.metadata.deletionTimestamp && !holds.length && !isUsed(view)) {
      dropFinalizer(ports.store, 'Network', { key, finalizer: finalizers.network })
      return done
    }
    if (due.length === planned.length) deeds.slow.say(actions) // else the status stays until the tasks' service wakes this key
    if (failures.length > 0) throw failures[0]
    const isLater = actions.some((action, index) => action !== due[index] || 'forOthers' in action)
    return holds.length > 0 || isLater ? again(RETRY_HOLD_MS, 'held; see conditions', 'periodic') : done
  },
}
