import type { V1Config, V1Secret, V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import { isBeingDeleted, stackOf } from '../../api/v1/metadata.ts'
import { isKeptFailure, keyFor, keyOf } from '../../api/v1/names.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import { isNodeGone, nodeHold, type NodeHold } from '../holds/node-hold.ts'
import type { Ports } from '../runtime/ports.ts'
import { isUnclaimed } from '../ownership/unclaimed.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'
import { isAtRest } from '../service/of-now.ts'
import { pathOnNode } from '../task/observe/on-node.ts'
import { deliveryPath, type DeliveredKind, type Reference, referencesOf } from './path.ts'
import type { Left, Place } from './plan.ts'
import { nameOf } from '../../engine/container/name.ts'

/** A Secret or Config, and the hash of its present content where known. */
export interface Held {
  readonly object: V1Secret | V1Config
  readonly kind: DeliveredKind
  readonly hash?: string
}

/** The store's indexes of tasks by what they mount. */
export const usersIndex = { Secret: 'secret', Config: 'config' } as const

/**
 * Every directory that may hold its bytes: those on record, and those that tasks mount, as adopted tasks have some that are not on record.
 * Each comes with its user: a task, a service whose tasks are to have these bytes or may be rolled back to them, or a container that mounts
 * it. During deletion only tasks with a container, or about to create one, count as users. Other tasks get no bytes, and would hold up the
 * deletion forever.
 */
export function leftPlaces(held: Held, ports: Ports): readonly Left[] {
  const isLeaving = isBeingDeleted(held.object)
  const mounted = mountedByTasks(held, ports)
  const mounts = isLeaving ? [] : mountsOfServices(held, ports)
  const kept = directoriesOfServices(held, mounts, ports)
  const restlessOn = isLeaving ? () => undefined : restlessUser(held, mounts, ports)
  const places = new Map<string, Place>([...mounted].map(([id, { place }]) => [id, place]))
  for (const { node, contentHash } of held.object.status?.nodes ?? [])
    if (contentHash !== undefined) places.set(`${node} ${contentHash}`, { node, directory: contentHash })
  return [...places].map(([id, place]): Left => {
    const usedBy = mounted.get(id)?.usedBy ?? kept.get(place.directory) ?? restlessOn(place.node)
    const host = hostOf(place.node, ports)
    const user = usedBy === undefined ? containerAt(place, ports) : { usedBy }
    return { ...place, ...user, ...(host ? { host } : {}) }
  })
}

/** A declared node that is not connected yet is not gone. */
function hostOf(node: string, ports: Ports): NodeHold | 'gone' | undefined {
  return isNodeGone(node, ports) ? 'gone' : nodeHold(node, ports)
}

interface Mounted {
  readonly place: Place
  /** Absent if no task that mounts it counts as a user. */
  readonly usedBy?: string
}

function mountedByTasks({ object, kind }: Held, ports: Ports): ReadonlyMap<string, Mounted> {
  const mounted = new Map<string, Mounted>()
  const { name } = object.metadata
  const isLeaving = isBeingDeleted(object)
  const seen = new Map<V1TaskTemplate, Set<string>>()
  for (const task of ports.store.by('Task', usersIndex[kind], keyOf(object)).values()) {
    const { node, template, contents } = task.spec
    if (node === undefined) continue
    const holds = !isLeaving || isBeingMade(task) || hasContainer(task, ports)
    if (!isFirst(seen, template, `${node} ${contents?.[`${kind}/${name}`]} ${holds}`)) continue
    for (const reference of referencesOf(template)) {
      if (reference.kind !== kind || reference.name !== name) continue
      const { directory } = pathOnNode(task, reference, ports)
      const id = `${node} ${directory}`
      if (holds) mounted.set(id, { place: { node, directory }, usedBy: task.metadata.name })
      else if (!mounted.has(id)) mounted.set(id, { place: { node, directory } })
    }
  }
  return mounted
}

/** Whether a create of its container may be under way, which starts with the bytes that are there. */
function isBeingMade({ status }: V1Task): boolean {
  return status?.reason === taskReasons.creating
}

/** Whether a task has a container. One that is kept of a failure does not count, as it never starts again. */
function hasContainer({ metadata, spec }: V1Task, { inventory }: Ports): boolean {
  return inventory
    .containersOf(metadata.name)
    .some(
      ({ node, container }) =>
        node === spec.node &&
        container.Config.Labels?.[labels.stack] === metadata.namespace &&
        !isKeptFailure(container.Name),
    )
}

/** Whether a task is the first of its template, node and content; the others mount the same. */
function isFirst(seen: Map<V1TaskTemplate, Set<string>>, template: V1TaskTemplate, what: string): boolean {
  const known = seen.get(template) ?? new Set()
  seen.set(template, known)
  if (known.has(what)) return false
  known.add(what)
  return true
}

/** The hashes of the contents with which tasks were made, or services may make some. */
export function neededContents(held: Held, ports: Ports): ReadonlySet<string> {
  const { object, kind } = held
  const id = `${kind}/${object.metadata.name}`
  const ofTasks = [...ports.store.by('Task', usersIndex[kind], keyOf(object)).values()].map(
    ({ spec }) => spec.contents?.[id],
  )
  const ofServices = mountsOfServices(held, ports).map(({ content }) => content)
  return new Set([...ofTasks, ...ofServices].filter((hash) => hash !== undefined))
}

/** The directories that services need. */
function directoriesOfServices(
  { object }: Held,
  mounts: readonly MountOfService[],
  { installation }: Ports,
): ReadonlyMap<string, string> {
  const at = { installation, stack: stackOf(object), storage: object.spec.storage ?? 'Memory' }
  return new Map(
    mounts.map(({ service, reference, content: hash }) => [
      deliveryPath(reference, { ...at, hash }).directory,
      `the service ${service}`,
    ]),
  )
}

/**
 * Returns who may yet change what is needed on a node: a service that mounts it and is not at rest, or a task there that is about to go.
 * Places are left together, after all that is brought: else the order would depend on which loop comes first.
 */
function restlessUser(
  { object, kind }: Held,
  mounts: readonly MountOfService[],
  { store, concerns }: Ports,
): (node: string) => string | undefined {
  const names = new Set(mounts.map(({ service }) => service))
  const restless = [...names].find((name) => {
    const key = keyFor(stackOf(object), name)
    const service = store.get('Service', key)
    return service && (concerns?.(key, 'Service') ?? true) && !isAtRest(service, store)
  })
  const retiring = [...store.by('Task', usersIndex[kind], keyOf(object)).values()].filter(isRetiring)
  return (node) =>
    restless === undefined ? retiring.find(({ spec }) => spec.node === node)?.metadata.name : `the service ${restless}`
}

interface MountOfService {
  readonly service: string
  readonly reference: Reference
  readonly content: string
}

/** The mounts of services: with the present content, and with those of the revisions between which a rollout moves. */
function mountsOfServices({ object, kind, hash }: Held, { store }: Ports): readonly MountOfService[] {
  const stack = stackOf(object)
  const mounts: MountOfService[] = []
  const add = (service: string, template: V1TaskTemplate, content: string | undefined) => {
    for (const reference of content === undefined ? [] : referencesOf(template))
      if (reference.kind === kind && reference.name === object.metadata.name)
        mounts.push({ service, reference, content: content ?? '' })
  }
  for (const service of store.by('Service', 'namespace', stack).values()) {
    if (isBeingDeleted(service)) continue
    const { name } = service.metadata
    add(name, service.spec.template, hash)
    const { currentRevision, updateRevision } = service.status ?? {}
    for (const { spec } of store.by('Revision', 'service', keyFor(stack, name)).values())
      if (spec.hash === currentRevision || spec.hash === updateRevision)
        add(name, spec.template, spec.contents?.[`${kind}/${object.metadata.name}`])
  }
  return mounts
}

/**
 * A container that mounts a place without a task, such as one that is about to be adopted. Containers that may be of this home come before
 * unknown ones. Those kept of a failure never start again, and are left out.
 */
function containerAt({ node, directory }: Place, ports: Ports): Pick<Left, 'usedBy' | 'isOthers'> | undefined {
  const holders = [...(ports.inventory.host(node)?.containers.values() ?? [])].filter(
    ({ Name, Mounts = [] }) => !isKeptFailure(Name) && Mounts.some(({ Source }) => Source?.startsWith(`${directory}/`)),
  )
  const own = holders.find((each) => !isUnclaimed(node, each, ports))
  const [holder] = own ? [own] : holders
  return holder && { usedBy: nameOf(holder), isOthers: own === undefined }
}
