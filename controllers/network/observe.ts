import { isClosed } from '../../api/v1/closed-node.ts'
import type { V1Network } from '../../api/v1/generated/types.ts'
import { countBy } from '../../api/v1/language/count-by.ts'
import type { OneOffRef } from '../../api/v1/installation/one-off.ts'
import { labels } from '../../api/v1/labels.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { hostNameOf, isKeptFailure, keyOf, serviceKeyOf } from '../../api/v1/names.ts'
import { nameOf } from '../../engine/container/name.ts'
import { isUp } from '../../engine/container/is-up.ts'
import { isOneOff } from '../../engine/container/one-off.ts'
import type { HostContainer } from '../../engine/inventory.ts'
import { networkBody } from '../../engine/network/body.ts'
import { networkDifference } from '../../engine/network/difference.ts'
import type { NetworkBody } from '../../engine/types/network.ts'
import { mayAdopt } from '../adoption/may-adopt.ts'
import { makerOf } from '../adoption/remedy.ts'
import { isAwaited } from '../ownership/awaited.ts'
import { type Stayer, staysIn } from '../holds/used-elsewhere.ts'
import { nodeHold, type NodeHold } from '../holds/node-hold.ts'
import { stopOf } from '../holds/stop.ts'
import type { Ports } from '../runtime/ports.ts'
import { taskKeyIn } from '../ownership/made-for.ts'
import { isUnclaimed } from '../ownership/unclaimed.ts'
import { isSpent, stayingOn } from '../ownership/users.ts'
import { networksOf } from '../../api/v1/template-refs.ts'
import { declarerOf } from './declarer.ts'
import { isAwaitedByOthers, underFormerNames } from './former-names.ts'
import type { HostNetwork, NetworkView } from './view.ts'
import { isUnknownOn, seenOn } from './seen.ts'

/** What is known of a network: on all nodes, or on one alone. */
export function observeNetwork(key: string, ports: Ports, only?: string): NetworkView | undefined {
  const network = ports.store.get('Network', key)
  if (!network) return undefined
  const hostName = hostNameOf(network)
  const tasks = ports.store.by('Task', 'network', key)
  const users = countBy(tasks.values(), (task) => (isSpent(task, ports) ? undefined : task.spec.node))
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
  const staying = stayingOn(tasks.values(), ports.store)
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
  const [containers, unclaimed, taskless]: [string[], string[], string[]] = [[], [], []]
  const [oneOffs, stay]: [OneOffRef[], Stayer[]] = [[], []]
  const shared = { kind: 'Network', key: keyOf(network), hostName } as const
  for (const container of ports.inventory.host(node)?.containers.values() ?? []) {
    const { Config, State, NetworkSettings } = container
    const isIn = Object.values(NetworkSettings.Networks).some((endpoint) => endpoint.NetworkID === id)
    const name = nameOf(container)
    if (!isIn) continue
    const task = ports.store.get('Task', taskKeyIn(Config.Labels))
    const isOver = isOneOff(Config.Labels) || isKeptFailure(name) || (task !== undefined && isSpent(task, ports))
    if (isOver && !isUp(State.Status)) continue
    if (isUnclaimed(node, container, ports)) {
      unclaimed.push(name)
      continue
    }
    containers.push(name)
    if (isOneOff(Config.Labels)) oneOffs.push({ stack: stackIn(container), name })
    else if (!task) taskless.push(name)
    else if (staysIn(task, shared, ports.store)) stay.push({ name, service: serviceKeyOf(task) })
  }
  return { containers, unclaimed, taskless, oneOffs, stay }
}

/** The stack of a container, which need not be that of a network it is in. */
function stackIn({ Config }: HostContainer): string {
  return Config.Labels?.[labels.stack] ?? ''
}

type Users = Pick<HostNetwork, 'containers' | 'unclaimed' | 'taskless' | 'oneOffs' | 'stay'>
