import { pick } from '../../api/v1/language/pick.ts'
import type { V1Node } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { HostView } from '../../engine/inventory.ts'
import { recordedOf } from '../holds/engine-owner.ts'
import { approvedEngine, dataOf, unconnected } from '../holds/node-hold.ts'
import type { Ports } from '../runtime/ports.ts'
import { unclaimedOn } from '../ownership/unclaimed.ts'
import { isDrained } from '../../api/v1/node-drained.ts'
import { isWithdrawn } from '../../api/v1/withdrawn.ts'
import type { NodeView } from './plan.ts'
import { lackingOn } from './lacking.ts'
import { networksOn, stillOn, tasksOn } from './still-there.ts'

/** What is known of a node: undefined for one that is not declared. */
export function observeNode(key: string, ports: Ports): NodeView | undefined {
  const { store, inventory, settings, clock } = ports
  const node = store.get('Node', key)
  if (!node) return undefined
  const host = inventory.host(key)
  return {
    node,
    ...listed(host, ports),
    askedSince: host?.askedSince ?? clock.now(),
    lastAnswer: host?.lastAnswer ?? 0,
    graceMs: settings.nodeGraceMs,
    diskReserveRatio: settings.diskReserveRatio,
    now: clock.now(),
    ...(host?.info ? { info: host.info } : {}),
    ...dataOf(key, ports),
    ...(host ? reach(host) : { unconnected: unconnected(key, store) }),
    ...identified(node, host, ports),
    ...(isDrained(node) ? { drained: stillOn(key, ports) } : {}),
    ...(isWithdrawn(node)
      ? {
          withdrawn: {
            tasks: tasksOn(key, store).map(keyOf),
            networks: networksOn(key, ports),
            renamed: isRenamed(host, ports),
          },
        }
      : {}),
  }
}

function reach(host: HostView): Pick<NodeView, 'unreachable' | 'keepsOut' | 'obstacle' | 'engineOf'> {
  return host.unreachable === undefined ? {} : pick(host, ['unreachable', 'keepsOut', 'obstacle', 'engineOf'])
}

/**
 * What is known about the identity of the engine at a node's address. Its owner and what it lacks are looked up only where another engine
 * answers, as that is costly.
 */
function identified(
  node: V1Node,
  host: HostView | undefined,
  ports: Ports,
): Pick<NodeView, 'approvedID' | 'engineOwner' | 'lacking'> {
  const { metadata, status } = node
  const approvedID = approvedEngine(ports.store, metadata.name)
  const approved = approvedID === undefined ? {} : { approvedID }
  if (!host?.info || host.info.id === status?.engineID) return approved
  const engineOwner = recordedOf(host.info, ports.store)
  return {
    ...approved,
    ...(engineOwner === undefined ? {} : { engineOwner }),
    ...(host.synced ? { lacking: lackingOn(node, ports) } : {}),
  }
}

/**
 * Whether the node's engine answers under the name of another declared node. Also where this node's connection was refused for that reason,
 * as after a start.
 */
function isRenamed(host: HostView | undefined, { store, inventory }: Ports): boolean {
  const { info, engineOf } = host ?? {}
  const nodes = [...(info ? inventory.nodesOfEngine(info) : []), ...(engineOf === undefined ? [] : [engineOf])]
  return nodes.some((node) => {
    const [declared, other] = [store.get('Node', node), inventory.host(node)]
    return node !== host?.node && declared && !isWithdrawn(declared) && other?.synced && other.unreachable === undefined
  })
}

function listed(host: HostView | undefined, ports: Ports): Pick<NodeView, 'synced' | 'unclaimed'> {
  return host?.synced ? { synced: true, unclaimed: unclaimedOn(host, ports) } : { synced: false }
}
