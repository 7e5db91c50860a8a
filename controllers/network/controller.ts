import { isClosed } from '../../api/v1/closed-node.ts'
import type { V1Network, V1Task } from '../../api/v1/generated/types.ts'
import { finalizers, labels } from '../../api/v1/labels.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { hostNameOf, isKeptFailure, keyFor, keyOf, serviceKeyOf } from '../../api/v1/names.ts'
import { nameOf } from '../../engine/container/name.ts'
import { isUp } from '../../engine/container/is-up.ts'
import { isOneOff } from '../../engine/container/one-off.ts'
import type { HostContainer } from '../../engine/inventory.ts'
import { labelled } from '../../engine/adopted.ts'
import { networkBody } from '../../engine/network/body.ts'
import { networkDifference } from '../../engine/network/difference.ts'
import { hasActiveEndpoints, unlessGone } from '../../engine/errors.ts'
import { because, type Run } from '../../engine/run.ts'
import type { ContainerSummary } from '../../engine/types/container.ts'
import type { NetworkBody, NetworkInspect } from '../../engine/types/network.ts'
import { mayAdopt, ownLabels } from '../adoption/may-adopt.ts'
import { adopt } from '../adoption/records.ts'
import { makerOf } from '../adoption/remedy.ts'
import { actPerNode } from '../runtime/act-per-node.ts'
import { areListed } from '../runtime/listed.ts'
import { engineOf } from '../runtime/engine-of.ts'
import { isAwaited } from '../ownership/awaited.ts'
import { failedBefore, RETRY_HOLD_MS } from '../runtime/conditions.ts'
import type { Controller } from '../runtime/controller.ts'
import { foreignUsers } from '../ownership/foreign-users.ts'
import { type Stayer, staysIn } from '../holds/used-elsewhere.ts'
import { nodeHold, type NodeHold } from '../holds/node-hold.ts'
import { stopOf } from '../holds/stop.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done } from '../runtime/result.ts'
import { unlessLocked } from '../locks/gate.ts'
import { dropFinalizer, ensureFinalizer } from '../runtime/finalizers.ts'
import { createKept, strikeAsked } from '../ownership/unanswered.ts'
import { isUnclaimed } from '../ownership/unclaimed.ts'
import { countByNode, isSpent, stayingOn } from '../ownership/users.ts'
import { networksOf } from '../../api/v1/template-refs.ts'
import { dueOf } from '../service/decided.ts'
import { declarerOf } from './declarer.ts'
import { isAwaitedByOthers, underFormerNames } from './former-names.ts'
import { removeLate } from './late.ts'
import { planNetwork, removalHeld, type HostNetwork, type NetworkAction, type NetworkView } from './plan.ts'
import { failedFor } from './refused.ts'
import { isUnknownOn, noteSeen, seenOn } from './seen.ts'
import { isUsed, networkStatus } from './status.ts'
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
    const view = observe(key, ports)
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

/** What is known of a network: on all nodes, or on one alone. */
function observe(key: string, ports: Ports, only?: string): NetworkView | undefined {
  const network = ports.store.get('Network', key)
  if (!network) return undefined
  const hostName = hostNameOf(network)
  const tasks = ports.store.by('Task', 'network', key)
  const users = countByNode([...tasks.values()].filter((task) => !isSpent(task, ports)))
  const seen = new Set(seenOn(network))
  // A network on a declared node that is not connected yet is not gone.
  const declared = [...seen].filter((node) => ports.store.get('Node', node))
  const all = () => new Set([...users.keys(), ...ports.inventory.hosts().map(({ node }) => node), ...declared])
  const nodes = only === undefined ? [...all()] : [only]
  const wanted = { network, body: networkBody({ network, installation: ports.installation }), users, ports }
  const onHost = new Map(nodes.map((node) => [node, hostNetworks(node, wanted)]))
  const { name, namespace = '' } = network.metadata
  const awaited = isAwaited(namespace, (template) => networksOf(template).includes(name), ports.store)
  const stopped = awaited && areStopped(network, ports)
  const closed = new Set(nodes.filter((node) => isClosed(ports.store.get('Node', node))))
  const held = nodes.filter((node) => !Array.isArray(onHost.get(node)))
  const unknown = new Set(held.filter((node) => isUnknownOn(node, network, ports)))
  const staying = stayingOn(tasks.values())
  const declarer = declarerOf(network, ports.store)
  const former = new Map(nodes.map((node) => [node, formerNetworks(node, wanted)]))
  const known = { network, hostName, users, staying, onHost, former, seen, unknown, awaited, closed, stopped }
  return declarer ? { ...known, declarer } : known
}

/** Whether a person stopped every service that uses the network. */
function areStopped({ metadata: { name, namespace = '' } }: V1Network, { store }: Ports): boolean {
  if (store.facts('stop').size === 0) return false
  const services = [...store.by('Service', 'namespace', namespace).values()]
  const within = services.filter(({ spec }) => networksOf(spec.template).includes(name))
  return within.every((service) => stopOf(store, keyOf(service)) !== undefined)
}

interface Wanted extends Pick<NetworkView, 'network' | 'users'> {
  readonly body: NetworkBody
  readonly ports: Ports
}

function hostNetworks(node: string, wanted: Wanted): readonly HostNetwork[] | NodeHold {
  const { network, body, users, ports } = wanted
  const held = nodeHold(node, ports)
  if (held) return held
  const named = ports.inventory.networksNamed(node, body.Name)
  const looked = { store: ports.store, host: ports.inventory.host(node) }
  return named.map((found) => {
    const ours = network.spec.external === true || found.Labels?.[labels.installation] === ports.installation
    const maker = ours ? undefined : makerOf(found.Labels)
    const difference = network.spec.external ? undefined : networkDifference(body, found)
    return {
      id: found.Id,
      ours,
      ...(!ours && mayAdopt(found, stackOf(network), looked) ? { adoptable: true as const } : {}),
      ...(maker ? { maker } : {}),
      // The users are only looked up for a network that may have to go, as that scans all containers of the host.
      ...(users.has(node) && named.length === 1
        ? { containers: [] }
        : usersOf(node, { id: found.Id, name: body.Name }, wanted)),
      ...(difference ? { difference } : {}),
    }
  })
}

/** What a node that may be worked on has of a network under former names. */
function formerNetworks(node: string, wanted: Wanted): readonly HostNetwork[] {
  const { network, ports } = wanted
  if (nodeHold(node, ports)) return []
  const found = underFormerNames(node, network, ports)
  return found.map(({ Id: id, Name: formerName }) => ({
    ...{ id, formerName, ours: true, awaited: isAwaitedByOthers(node, formerName, ports) },
    ...usersOf(node, { id, name: formerName }, wanted),
  }))
}

/**
 * Lists the containers in a network: our own, and unclaimed ones. Foreign containers are not in the inventory; `foreignUsers` asks for
 * them. Ended one-offs, kept failed containers, and those of spent tasks don't count: nothing starts them again.
 */
function usersOf(
  node: string,
  { id, name: hostName }: { readonly id: string; readonly name: string },
  { network, ports }: Wanted,
): Users {
  const [containers, unclaimed, taskless, stay]: [string[], string[], string[], Stayer[]] = [[], [], [], []]
  const shared = { kind: 'Network', key: keyOf(network), hostName } as const
  for (const container of ports.inventory.host(node)?.containers.values() ?? []) {
    const { Config, State, NetworkSettings } = container
    const isIn = Object.values(NetworkSettings.Networks).some((endpoint) => endpoint.NetworkID === id)
    const name = nameOf(container)
    if (!isIn) continue
    const task = taskOf(container, ports)
    const isOver = isOneOff(Config.Labels) || isKeptFailure(name) || (task !== undefined && isSpent(task, ports))
    if (isOver && !isUp(State.Status)) continue
    if (isUnclaimed(node, container, ports)) {
      unclaimed.push(name)
      continue
    }
    containers.push(name)
    if (!task) taskless.push(name)
    else if (staysIn(task, shared, ports.store)) stay.push({ name, service: serviceKeyOf(task) })
  }
  return { containers, unclaimed, taskless, stay }
}

function taskOf({ Config: { Labels: own } }: HostContainer, { store }: Ports): V1Task | undefined {
  const name = own?.[labels.task]
  return name === undefined ? undefined : store.get('Task', keyFor(own?.[labels.stack], name))
}

type Users = Pick<HostNetwork, 'containers' | 'unclaimed' | 'taskless' | 'stay'>

interface Acting {
  readonly ports: Ports
  readonly run: Run
}

function deedsOf(view: NetworkView, { ports, run }: Acting) {
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
  const now = observe(keyOf(network), ports, node)
  const planned = now ? planNetwork(now) : []
  if (planned.some((action) => action.do === 'remove' && action.id === id)) return undefined
  return (
    planned.find((action) => action.do === 'hold') ?? { do: 'keep', node, id, because: 'tasks are about to use it' }
  )
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
  const foreign = await foreignUsers(node, ports, { run: because(run, 'who is in the network'), uses })
  if (foreign.length > 0) return removalHeld(action, view, { foreign })
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
