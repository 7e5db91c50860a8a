import type { V1Service, V1Task, V1Volume } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyFor, keyOf } from '../../api/v1/names.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { HostView } from '../../engine/inventory.ts'
import type { Change, Store } from '../../store/objects/store.ts'
import { seenOn } from '../holds/lost-volume.ts'
import { anotherEngine, nodeHold } from '../holds/node-hold.ts'
import type { Ports } from '../runtime/ports.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import { lastMountedOn } from './last-mounted.ts'
import { nodesForOpen, type PinsOf } from './open-volumes.ts'
import { newestOf } from './newest-copy.ts'
import { pathPins } from './path-pins.ts'
import type { Pin, Pins } from './pins.ts'
import { nodesNeeded } from './volume-nodes.ts'

/** The ports from which volumes are located. */
export type Known = Pick<Ports, 'store' | 'inventory'>

/** The ports that a choice of nodes reads. */
export type Placing = Pick<Ports, 'store' | 'inventory' | 'installation'>

/**
 * Returns the pins of a service's tasks, or of those that are `placed`. Of its volumes: the nodes where each exists or was seen, whoever made
 * it. Before it is made, these are the nodes that the first of its tasks are bound to; before that, `opensOn` says where it may be created.
 * External volumes have no pin, as we do not decide where they may be. Of paths that it writes to: `pathPins`.
 */
export function pinsOf(service: V1Service, ports: Known, placed: readonly V1Task[] = []): Pins {
  const { store } = ports
  const known = knownPins(ports)
  const own = known(service, placed)
  const pinsOfAny: PinsOf = (each) => (each === service ? own : known(each))
  return new Map(
    [...own].map(([name, pin]) => {
      const volume = store.get('Volume', keyFor(service.metadata.namespace, name))
      if (!volume || pin.on.size > 0) return [name, pin]
      return [name, { on: pin.on, opensOn: nodesForOpen(volume, service, { store, pinsOf: pinsOfAny }) }]
    }),
  )
}

/** The same without `opensOn`, for callers that ask about many services. */
export function madePins(service: V1Service, ports: Known): Pins {
  return knownPins(ports)(service)
}

/** Caches the pin of each volume, however many services mount it. */
function knownPins(ports: Known): (service: V1Service, placed?: readonly V1Task[]) => Pins {
  const known = new Map<string, Pin | undefined>()
  const pinOf = (key: string): Pin | undefined => {
    if (!known.has(key)) {
      const volume = ports.store.get('Volume', key)
      known.set(key, volume && pinOfVolume(volume, ports))
    }
    return known.get(key)
  }
  return (service, placed) => {
    const pins = new Map(pathPins(service, ports.store, placed))
    for (const name of volumesOf(service.spec.template)) {
      const pin = pinOf(keyFor(service.metadata.namespace, name))
      if (pin) pins.set(name, pin)
    }
    return pins
  }
}

/** Whether a Volume's change may open a node to the tasks that mount it, or close one. */
export function changesPins({ before, after }: Change<V1Volume>): boolean {
  return before?.spec !== after?.spec || seenWords(before) !== seenWords(after)
}

/**
 * The services whose tasks may be placed elsewhere once a service is created, deleted or changed: if it mounts volumes, all services of its
 * stack that do, as shared volumes tie them together.
 */
export function mountersWith(
  { before, after = before }: Change<V1Service>,
  store: Store,
): ReadonlyMap<string, V1Service> {
  const mounts = [before, after].some((service) => service && volumesOf(service.spec.template).length > 0)
  return mounts ? mountersIn(after?.metadata.namespace, store) : new Map()
}

/**
 * The services whose tasks may be placed elsewhere once a volume with this name on the engine appears on a host or goes: all with volumes
 * in the stacks that declare it.
 */
export function mountersOfHost(hostName: string, store: Store): ReadonlyMap<string, V1Service> {
  const declared = [...store.by('Volume', 'hostName', hostName).values()]
  const stacks = new Set(declared.map(({ metadata }) => metadata.namespace))
  return new Map([...stacks].flatMap((stack) => [...mountersIn(stack, store)]))
}

function mountersIn(stack: string | undefined, store: Store): ReadonlyMap<string, V1Service> {
  const all = store.by('Service', 'namespace', stack ?? '')
  return new Map([...all].filter(([, { spec }]) => volumesOf(spec.template).length > 0))
}

/** Undefined while the volume's tasks may run anywhere: it is not pinned, or exists on fewer nodes than they need. */
function pinOfVolume(volume: V1Volume, ports: Known): Pin | undefined {
  const needed = nodesNeeded(volume, ports.store)
  if (needed === Number.POSITIVE_INFINITY) return undefined
  const on = nodesOf(volume, ports)
  if (needed > 1 && on.size < needed) return undefined
  return needed > 1 ? { on, lastOn: lastMountedOn(keyOf(volume), ports.store) } : newestOf(volume, on, ports.store)
}

function nodesOf(volume: V1Volume, { store, inventory }: Known): ReadonlySet<string> {
  const hostName = hostNameOf(volume)
  const nodes = new Set<string>()
  const add = (node: string) => store.get('Node', node) && nodes.add(node)
  // What another engine has in a host's place is nobody's copy.
  const has = ({ node, volumes }: HostView) =>
    volumes.has(hostName) && anotherEngine(node, { store, inventory }) === undefined
  for (const host of inventory.hosts()) if (has(host)) add(host.node)
  // A node that answers and no longer has the volume counts only if the volume is lost: it exists nowhere else and is not to be recreated.
  const isLost = nodes.size === 0 && volume.spec.recreate !== true
  for (const node of seenOn(volume)) if (isLost || nodeHold(node, { store, inventory })) add(node)
  if (nodes.size > 0) return nodes
  for (const task of store.by('Task', 'volume', keyOf(volume)).values())
    if (task.spec.node !== undefined && !isRetiring(task) && !hasEnded(task)) add(task.spec.node)
  return nodes
}

function seenWords(volume: V1Volume | undefined): string {
  return volume ? seenOn(volume).join() : ''
}
