import { filter, map } from 'rxjs'
import { labels } from '../../api/v1/labels.ts'
import { unlessGone } from '../../engine/errors.ts'
import type { HostContainer, HostView } from '../../engine/inventory.ts'
import { because } from '../../engine/run.ts'
import { engineOf } from '../runtime/engine-of.ts'
import type { Controller } from '../runtime/controller.ts'
import { nodeHold } from '../holds/node-hold.ts'
import { again, done } from '../runtime/result.ts'
import { CARRIER } from './carrier.ts'

/** The age, ms, from which a carrier counts as left behind; a delivery takes less. */
const LEFT_MS = 60_000

/** Removes carriers that a crash or an unanswered call left on a node. */
export const leftoversController: Controller = {
  name: 'leftovers',
  kind: 'Node',

  wakes: ({ inventory }) =>
    inventory.watch().pipe(
      filter(({ type, labels: own }) => type === 'host' || own[labels.kind] === CARRIER),
      map(({ node }) => node),
    ),

  async reconcile(key, ports, run) {
    const host = ports.inventory.host(key)
    if (!host || nodeHold(key, ports)) return done
    const carriers = [...host.containers.values()].filter((container) => isCarrier(container, ports.installation))
    const removals = carriers
      .filter((carrier) => ageOf(carrier, host) > LEFT_MS)
      .map(async ({ Id: id }) => {
        const args = { id, force: true, volumes: true }
        await unlessGone(engineOf(key, ports).removeContainer(args, because(run, 'a delivery left it')))
        ports.inventory.dropContainer(key, id)
      })
    for (const removal of await Promise.allSettled(removals)) if (removal.status === 'rejected') throw removal.reason
    return carriers.length > 0 ? again(LEFT_MS, 'a delivery may have left it', 'periodic') : done
  },
}

function isCarrier({ Config }: HostContainer, installation: string): boolean {
  return Config.Labels?.[labels.kind] === CARRIER && Config.Labels[labels.installation] === installation
}

/** By the engine's own clock, as of its last answer. */
function ageOf({ Created }: HostContainer, { info }: HostView): number {
  return (info?.time ?? 0) - Date.parse(Created ?? '')
}
