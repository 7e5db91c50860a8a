import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Network, V1Task } from '../../api/v1/generated/types.ts'
import { by } from '../../api/v1/language/by.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { hostNameOf, keyFor, keyOf, serviceKeyOf, splitKey } from '../../api/v1/names.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { networksOf } from '../../api/v1/template-refs.ts'
import type { Change, Key, Store } from '../../store/objects/store.ts'
import { usersChanged } from '../ownership/users.ts'
import { couldRun } from '../scheduler/filters.ts'
import { isOver } from '../../api/v1/task-phase.ts'

/** A warning: services share a bridge network but have tasks on different nodes, so they can't reach each other. */
export interface Apart {
  /** Which services are on which nodes, and what to do about it. */
  readonly message: string
  /** Whether placement constraints force this: no node can run two of the services that are now apart. */
  readonly isDeclared: boolean
}

/**
 * Returns the warning for a network whose services have tasks on different nodes; undefined where they are together, or the driver is not
 * `bridge`. Global services are left out: they have a task on every node. Pure.
 */
export function apartIn(network: V1Network, driver: string, store: Store): Apart | undefined {
  if (driver !== 'bridge' || !areSeveralNodes(store)) return undefined
  const nodesOf = nodesByService(network, store)
  const all = new Set([...nodesOf.values()].flatMap((nodes) => [...nodes]))
  if ([...nodesOf.values()].every((nodes) => nodes.size === all.size)) return undefined
  const { namespace } = network.metadata
  const nameOf = (key: Key) => (splitKey(key).namespace === namespace ? splitKey(key).name : key)
  const placeOf = new Map([...nodesOf].map(([key, nodes]) => [key, listNames([...nodes].sort())] as const))
  const placed = [...groupBy([...placeOf.keys()], (key) => placeOf.get(key) ?? '')].sort(by(([place]) => place))
  const places = placed.map(([place, keys]) => `${listNames(keys.map(nameOf).sort())} on ${place}`)
  const more = places.length > MOST_PLACES ? `; and ${places.length - MOST_PLACES} more` : ''
  const isDeclared = areKeptApart(placeOf, store)
  return {
    message: `${places.slice(0, MOST_PLACES).join('; ')}${more}: they share the network ${hostNameOf(network)}, a bridge that joins no hosts, and reach each other by it on the same node alone. ${isDeclared ? KEPT_APART : REMEDY}`,
    isDeclared,
  }
}

const MOST_PLACES = 5

const REMEDY =
  'Keep what talks to each other together with a constraint (`node.name==NODE`), or publish a port; what does not can have networks of its own'

const KEPT_APART =
  'Their constraints keep them apart: publish a port where they talk to each other; what does not can have networks of its own'

/** Whether no node may run two services that are at different places now. */
function areKeptApart(placeOf: ReadonlyMap<Key, string>, store: Store): boolean {
  const services = [...placeOf.keys()].flatMap((key) => store.get('Service', key) ?? [])
  return [...store.list('Node').values()].every((node) => {
    const places = services.filter((each) => couldRun(node, each)).map((each) => placeOf.get(keyOf(each)))
    return new Set(places).size < 2
  })
}

/** A warning, and since when the network's status has it (RFC 3339); absent: not written yet. */
export interface ApartSince extends Apart {
  readonly since?: string
}

/** The warnings of all networks for which `concerns` holds. */
export function allApart(store: Store, concerns: (key: Key) => boolean): readonly ApartSince[] {
  return [...store.list('Network')].flatMap(([key, network]) => {
    const apart = concerns(key) ? apartIn(network, network.status?.driver ?? '', store) : undefined
    const since = getCondition(network.status?.conditions, conditionTypes.servicesApart)?.lastTransitionTime
    return apart ? { ...apart, ...(since === undefined ? {} : { since }) } : []
  })
}

function nodesByService(network: V1Network, store: Store): ReadonlyMap<Key, ReadonlySet<string>> {
  const nodesOf = new Map<Key, Set<string>>()
  for (const key of peersOf(network, store))
    for (const task of store.by('Task', 'network', key).values()) {
      const service = store.get('Service', serviceKeyOf(task))
      const { node } = task.spec
      if (node === undefined || !service || isGlobal(service.spec) || isOver(task)) continue
      const nodes = nodesOf.get(keyOf(service)) ?? new Set()
      nodesOf.set(keyOf(service), nodes.add(node))
    }
  return nodesOf
}

/**
 * The keys of the network and of its sharers (other resources for the same network on the hosts) whose services must reach each other.
 * Stacks that use a third stack's network need only that stack, not one another. Where a service is Global, its tasks are everywhere, and
 * only the network's own services count.
 */
function peersOf(network: V1Network, store: Store): readonly Key[] {
  const own = keyOf(network)
  const others = sharersOf(network, store)
  const hasGlobal = (key: Key) => [...store.by('Task', 'network', key).values()].some((task) => isOfGlobal(task, store))
  if (others.length === 0 || [own, ...others.map(keyOf)].some(hasGlobal)) return [own]
  const declaring = network.spec.external ? others.filter(({ spec }) => !spec.external) : []
  return [own, ...(declaring.length > 0 ? declaring : others).map(keyOf)]
}

function isOfGlobal(task: V1Task, store: Store): boolean {
  const service = store.get('Service', serviceKeyOf(task))
  return service !== undefined && isGlobal(service.spec)
}

/** The other Network resources that stand for the same network on the hosts. */
export function sharersOf(network: V1Network, store: Store): readonly V1Network[] {
  const namesakes = [...store.by('Network', 'hostName', hostNameOf(network))]
  const isShared = ({ spec }: V1Network) => spec.external === true || network.spec.external === true
  return namesakes.flatMap(([key, other]) => (key !== keyOf(network) && isShared(other) ? [other] : []))
}

/** The keys of the networks whose warning a task may change by coming, moving or going. */
export function moved(change: Change<V1Task>, store: Store): readonly Key[] {
  return withSharers(usersChanged(change, namesOf), store)
}

/** As `moved`, for a task that completes: it no longer reaches anyone. */
export function completed({ before, after }: Change<V1Task>, store: Store): readonly Key[] {
  if (after?.status?.phase !== 'Completed' || before?.status?.phase === 'Completed') return []
  return withSharers(
    namesOf(after).map((name) => keyFor(after.metadata.namespace, name)),
    store,
  )
}

function namesOf({ spec }: V1Task): readonly string[] {
  return networksOf(spec.template)
}

/** These keys and those of their sharers, whose warnings may change with them. */
export function withSharers(keys: readonly Key[], store: Store): readonly Key[] {
  if (keys.length === 0 || !areSeveralNodes(store)) return keys
  const networks = keys.flatMap((key) => store.get('Network', key) ?? [])
  return [...keys, ...networks.flatMap((network) => sharersOf(network, store)).map(keyOf)]
}

function areSeveralNodes(store: Store): boolean {
  return store.list('Node').size > 1
}
