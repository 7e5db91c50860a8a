import type { Acting } from '../runtime/acting.ts'
import { composeLabels, labels } from '../../api/v1/labels.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import { holdReasons } from '../../api/v1/reasons.ts'
import { isUp } from '../../engine/container/is-up.ts'
import { labelled } from '../../engine/adopted.ts'
import { networkBody } from '../../engine/network/body.ts'
import { hasActiveEndpoints, unlessGone } from '../../engine/errors.ts'
import { because } from '../../engine/run.ts'
import type { ContainerSummary } from '../../engine/types/container.ts'
import type { NetworkInspect } from '../../engine/types/network.ts'
import { ownLabels } from '../adoption/may-adopt.ts'
import { adopt } from '../adoption/records.ts'
import { engineOf } from '../runtime/engine-of.ts'
import { failedBefore } from '../runtime/conditions.ts'
import { foreignContainers, namesOf } from '../ownership/foreign-users.ts'
import type { Ports } from '../runtime/ports.ts'
import { createKept, strikeAsked } from '../ownership/unanswered.ts'
import { observeNetwork } from './observe.ts'
import { planNetwork } from './plan.ts'
import { removalHeld } from './removal-held.ts'
import { type NetworkAction } from './action.ts'
import { type NetworkView } from './view.ts'
import { failedFor } from './refused.ts'
import { networkStatus } from './status.ts'

/** How actions are carried out, node by node, and what is said of nodes that are slow. */
export function deedsOf(view: NetworkView, { ports, run }: Acting) {
  const { network, hostName } = view
  return {
    act: (action: NetworkAction) => act(action, view, { ports, run }),
    failed: failedFor(network, ports),
    slow: {
      asks: ({ do: verb }: NetworkAction) =>
        verb === 'create' || verb === 'remove' ? `${verb} the network ${hostName}` : undefined,
      before: ({ node }: NetworkAction) => failedBefore(network, node),
      say: (actions: readonly NetworkAction[]) =>
        ports.store.putStatus('Network', keyOf(network), networkStatus(view, actions, ports)),
    },
  }
}

/** Carries out an action. Returns another action where the engine did not allow it. */
async function act(
  action: NetworkAction,
  view: NetworkView,
  { ports, run }: Acting,
): Promise<NetworkAction | undefined> {
  const { node } = action
  switch (action.do) {
    case 'create': {
      const body = networkBody({ network: view.network, installation: ports.installation })
      const asked = { object: `Network/${keyOf(view.network)}`, node }
      const create = () => engineOf(node, ports).createNetwork({ body }, because(run, action.because))
      const { id } = await createKept(asked, ports, create)
      ports.inventory.putNetwork(node, { ...body, Id: id, Name: view.hostName } as NetworkInspect)
      return undefined
    }
    case 'remove':
      await ports.store.durable()
      return await removeOrKeep(action, view, { ports, run })
    case 'keep':
      strikeAsked({ object: `Network/${keyOf(view.network)}`, node }, ports.store)
      return undefined
    case 'adopt': {
      const found = ports.inventory.host(node)?.networks.get(action.id)
      const own = ownLabels(networkBody({ network: view.network, installation: ports.installation }).Labels)
      adopt(ports.store, ['Network', action.id], { node, name: view.hostName, labels: own })
      if (found) ports.inventory.putNetwork(node, labelled(found, own))
      return undefined
    }
    case 'hold':
      return undefined
  }
}

/** Why a network is not to be removed any more, as the calls before took time; undefined where it still is, or is gone. */
function insteadOf(
  { node, id }: NetworkAction & { readonly do: 'remove' },
  { network }: Pick<NetworkView, 'network'>,
  ports: Ports,
): NetworkAction | undefined {
  if (!ports.inventory.host(node)?.networks.has(id)) return undefined
  const now = observeNetwork(keyOf(network), ports, node)
  const planned = now ? planNetwork(now) : []
  if (planned.some((action) => action.do === 'remove' && action.id === id)) return undefined
  return (
    planned.find((action) => action.do === 'hold') ?? { do: 'keep', node, id, because: 'tasks are about to use it' }
  )
}

/** What becomes of a network that foreign containers are in. One that a deletion leaves to docker compose is told of: nothing waits for it. */
function left(
  action: NetworkAction & { readonly do: 'remove' },
  view: NetworkView,
  { foreign, ports }: { readonly foreign: readonly ContainerSummary[]; readonly ports: Ports },
): NetworkAction {
  const stack = stackOf(view.network)
  const isOfCompose = foreign.every(
    ({ labels: own }) => own[composeLabels.project] === stack && own[labels.installation] === undefined,
  )
  const instead = removalHeld(action, view, { foreign: namesOf(foreign), ...(isOfCompose ? { isOfCompose } : {}) })
  if (instead.do === 'keep' && view.network.metadata.deletionTimestamp !== undefined)
    ports.recorder.record({
      ...{ object: `Network/${keyOf(view.network)}`, type: 'Warning', reason: holdReasons.foreignUsers },
      message: `it stays on ${action.node}: ${instead.because}`,
    })
  return instead
}

/** Removes a network from a node. It stays if a foreign container is in it (S4), or if tasks are to use it again meanwhile. */
async function removeOrKeep(
  action: NetworkAction & { readonly do: 'remove' },
  view: NetworkView,
  { ports, run }: Acting,
): Promise<NetworkAction | undefined> {
  const { node, id } = action
  // A container that does not run stays attached, but does not prevent the removal.
  const uses = ({ networks, state }: ContainerSummary) => networks.includes(id) && isUp(state)
  const foreign = await foreignContainers(node, ports, { run: because(run, 'who is in the network'), uses })
  if (foreign.length > 0) return left(action, view, { foreign, ports })
  const instead = insteadOf(action, view, ports)
  if (instead) return instead
  try {
    await unlessGone(engineOf(node, ports).removeNetwork({ id }, because(run, action.because)))
  } catch (error) {
    if (!hasActiveEndpoints(error)) throw error
    return removalHeld(action, view, { detail: error.detail })
  }
  ports.inventory.dropNetwork(node, id)
  return undefined
}
