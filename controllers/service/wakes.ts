import { filter, map, merge, type Observable } from 'rxjs'
import type { V1Node, V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { composeLabels, labels } from '../../api/v1/labels.ts'
import { isDrained } from '../../api/v1/node-drained.ts'
import { keyFor, keyOf, serviceKeyOf } from '../../api/v1/names.ts'
import type { InventoryChange } from '../../engine/inventory.ts'
import type { Change, FactFamily, Key, Store } from '../../store/objects/store.ts'
import { consents } from '../adoption/may-adopt.ts'
import { isYetToLook } from '../adoption/records.ts'
import { isLost, isOfAnotherEngine, nodesLost } from '../holds/node-hold.ts'
import { areListed, areTold, isSilent } from '../runtime/listed.ts'
import { each } from '../runtime/each.ts'
import type { Ports } from '../runtime/ports.ts'
import { changesFit, isParticular } from '../scheduler/filters.ts'
import { roomMade } from '../scheduler/wakes.ts'
import { changesPins } from '../data/pinned-volumes.ts'
import { askedOfServices } from './asked.ts'
import { ownService } from './observe/ourselves.ts'
import { servicesStaying } from './staying.ts'
import { turnedToEnd } from './to-end.ts'
import { objectKeyIn, taskKeyIn } from '../ownership/made-for.ts'

/** Wakes the services that a change of any object, fact or host may concern. */
export function serviceWakes(ports: Ports): Observable<Key> {
  const { store, inventory } = ports
  return merge(
    store.watch('Service').pipe(each(({ key }) => withOwnService(key, ports))),
    store.watchSpecs('Service').pipe(each(turnedToEnd)),
    store.watchFacts().pipe(each(serviceOfSource)),
    store.watch('Task').pipe(map(serviceOfTask)),
    store.watchSpecs('Task').pipe(
      filter(({ before, after }) => before === undefined || before.spec.node !== after?.spec.node),
      each((change) => store.by('Service', 'shares', serviceOfTask(change)).keys()),
    ),
    merge(store.watch('Secret'), store.watch('Config')).pipe(each(({ key }) => servicesBeside(key, ports))),
    dataTurned(store).pipe(each((volume) => servicesWith(volume, store))),
    store.watch('Node').pipe(each((change) => servicesOfNode(change, ports))),
    store.watch('Node').pipe(
      filter((change) => isToldOf(change, ports)),
      each(() => store.list('Service').keys()),
    ),
    nodesLost(store).pipe(each(() => servicesYetToLook(store))),
    roomMade(store).pipe(each(() => servicesStaying(store))),
    store.watchFacts().pipe(
      filter(({ family }) => askedOfServices.has(family)),
      each(({ key }) => servicesNamed(key, ports)),
    ),
    store.watchSpecs('Network').pipe(
      filter(({ before }) => before === undefined),
      each(({ key }) => servicesBeside(key, ports)),
    ),
    consents(store).pipe(each((stack) => store.by('Service', 'namespace', stack).keys())),
    inventory.watch().pipe(
      filter(({ type }) => type === 'host' && areListed(ports)),
      each(() => store.list('Service').keys()),
    ),
    inventory.watch().pipe(
      filter((change) => isStray(change, ports)),
      map(({ labels: own }) => ownerOf(own)),
      filter((key) => store.get('Service', key) !== undefined),
    ),
  )
}

/** Whether a container has no Task. Where there is a Task, the Task's own changes wake the service. */
function isStray({ type, labels: own }: InventoryChange, { store }: Ports): boolean {
  return type === 'container' && store.get('Task', taskKeyIn(own)) === undefined
}

/** The service that a container is of, by our labels, else by those of docker compose. */
function ownerOf(own: InventoryChange['labels']): Key {
  if (own[labels.installation] !== undefined) return objectKeyIn(own)
  return keyFor(own[composeLabels.project], own[composeLabels.service] ?? '')
}

/** The changed service, and the service that these controllers run in: that one is updated last, so it waits for all others. */
function withOwnService(key: string, ports: Ports): readonly string[] {
  const own = ownService(ports)
  return own === undefined || own === key ? [key] : [key, own]
}

/** The service whose source is recorded anew: where it was applied by itself, that says whether it is meant to end. */
function serviceOfSource({ family, key }: { readonly family: FactFamily; readonly key: string }): readonly Key[] {
  return family === 'source' && key.startsWith(OF_SERVICE) ? [key.slice(OF_SERVICE.length)] : []
}

const OF_SERVICE = 'Service/'

function serviceOfTask({ before, after }: Change<V1Task>): string {
  const task = after ?? before
  return keyFor(task?.metadata.namespace, task?.spec.service ?? '')
}

/**
 * Whether a node's change may concern every service. Either the node no longer answers as another engine, so containers there may be
 * adopted and data found. Or it is the last listed Node to get a status, so that tasks to be moved may have a place.
 */
function isToldOf({ before, after }: Change<V1Node>, ports: Ports): boolean {
  if (isOfAnotherEngine(before) && !isOfAnotherEngine(after)) return true
  return after !== undefined && !isSilent(after) && (!before || isSilent(before)) && areTold(ports)
}

/** The services that may have waited for a host which is lost by now, before they make what others may have made there. */
function servicesYetToLook(store: Store): readonly Key[] {
  if (store.facts('adoption').size === 0) return []
  const isYet = ({ metadata }: V1Service) => isYetToLook(store, metadata.namespace ?? '', metadata.name)
  return [...store.list('Service').values()].filter(isYet).map(keyOf)
}

/**
 * The services that a node's change concerns: Global services that may now run there; and of those with tasks there, all where the node
 * itself is gone, lost, drained or back, else those with placement rules.
 */
function servicesOfNode(change: Change<V1Node>, ports: Ports): readonly string[] {
  const { key, before, after } = change
  const fits = changesFit(change)
  const concernsAll = !after || isLost(before) !== isLost(after) || isDrained(before) !== isDrained(after)
  const there = fits || concernsAll ? [...ports.store.by('Task', 'node', key).values()] : []
  const services = new Set(there.map(serviceKeyOf))
  const isConcerned = (service: string) => concernsAll || isParticular(ports.store.get('Service', service))
  return [...(fits ? globalServices(ports) : []), ...[...services].filter(isConcerned)]
}

/**
 * The volumes that other nodes may have by now, or that may be empty there: tasks that stayed with their data may go on elsewhere. They
 * were seen on another node, their older copies are gone, or their spec says otherwise.
 */
function dataTurned(store: Store): Observable<Key> {
  const volumes = store.watch('Volume').pipe(filter((change) => change.before !== undefined && changesPins(change)))
  return merge(volumes, store.watchFacts().pipe(filter(({ family }) => family === 'mounted'))).pipe(
    map(({ key }) => key),
  )
}

/** The services with a task that mounts a volume. */
function servicesWith(volume: Key, store: Store): Iterable<Key> {
  const services = new Set<Key>()
  for (const task of store.by('Task', 'volume', volume).values()) services.add(serviceKeyOf(task))
  return services
}

function servicesBeside(key: string, { store }: Ports): readonly string[] {
  const namespace = key.slice(0, key.indexOf('/'))
  return [...store.by('Service', 'namespace', namespace).keys()]
}

function servicesNamed(key: string, ports: Ports): readonly string[] {
  return key.includes('/') ? [key] : [...ports.store.by('Service', 'namespace', key).keys()]
}

function globalServices({ store }: Ports): Iterable<string> {
  return store.by('Service', 'global', 'true').keys()
}
