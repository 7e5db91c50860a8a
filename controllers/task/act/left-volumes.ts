import type { V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { annotations, composeLabels, labels } from '../../../api/v1/labels.ts'
import { hostNameOf, isKeptFailure, keyFor, serviceKeyOf } from '../../../api/v1/names.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { type AnonymousVolumes, anonymousVolumes, cleanPath } from '../../../engine/container/anonymous-volumes.ts'
import { madeAt } from '../../../engine/container/made-at.ts'
import { nameOf } from '../../../engine/container/name.ts'
import { startedAt } from '../../../engine/informer/state-order.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import { equal } from '../../../store/objects/equal.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import type { Json } from '../../../store/storage/storage.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isRenewing } from '../../service/restart.ts'

// The anonymous volumes of a slot's containers on a node belong to the slot's next container there (S4). An existing container tells its
// own. For the last one that is gone a note does, a fact in storage.

/** The note: what the containers of a slot left on a node. */
interface Left {
  readonly volumes: AnonymousVolumes
  /**
   * When the last one was created, ms since the epoch by its engine's clock. It is not the start, as a restart must not make it newer than
   * its successor.
   */
  readonly madeAt: number
  /**
   * The renewal that these volumes began with, and the volumes before it, which a rollback takes again. Ignored once the renewal is over.
   */
  readonly renewal?: { readonly at: string; readonly before: AnonymousVolumes }
  /** Set if another slot's container still ran there: should the service be Global by now, that one's volumes have precedence. */
  readonly outlived?: true
  /** Set where it is known from a backup alone: the slot may have been elsewhere since. */
  readonly before?: true
}

/** Whether a container has ever run, and so may have written something. */
export function hasRun(container: HostContainer): boolean {
  return startedAt(container) > 0
}

/** Notes the volumes that a container leaves to its slot's next one, however it ends. */
export function noteLeft(node: string, container: HostContainer, noted: Noted): void {
  keepLeft(node, container, { left: leftOf(node, container, noted), store: noted.store })
}

/**
 * As `noteLeft`, for a container that is about to be removed. Returns whether the note changed, and has to be durable before the removal.
 */
export function noteLast(node: string, container: HostContainer, noted: Noted): boolean {
  const left = leftOf(node, container, noted)
  const outlived = left && isOutlived(node, container, noted.inventory) ? { ...left, outlived: true as const } : left
  return keepLeft(node, container, { left: outlived, store: noted.store })
}

function leftOf(node: string, container: HostContainer, { store, inventory }: Noted): Left | undefined {
  if (!hasRun(container) || isKeptFailure(nameOf(container))) return undefined
  const known = leftAt(placeOf(node, container), store)
  const found = carriedFrom(node, container, { store, inventory })
  if (!known) return firstLeft({ container, found }, store)
  const { outlived: _, before: __, ...before } = known
  return leftAfter(before, { container, found }, store)
}

function keepLeft(
  node: string,
  container: HostContainer,
  { left, store }: { readonly left: Left | undefined; readonly store: Store },
): boolean {
  const place = placeOf(node, container)
  if (left === undefined || equal(left, leftAt(place, store))) return false
  store.putFact('carried', place, left as unknown as Json)
  return true
}

/** Whether a container of another slot of its service runs on the node. */
function isOutlived(node: string, container: HostContainer, { containersOfService }: Ports['inventory']): boolean {
  const place = placeOf(node, container)
  return containersOfService(serviceIn(place)).some(
    (other) =>
      other.node === node && other.container.State.Running === true && placeOf(node, other.container) !== place,
  )
}

/** As `noteLeft`, for a container without a note: an adopted one, or one from before a crash. */
export function noteUnknown(node: string, container: HostContainer | undefined, ports: Noted): void {
  if (!container?.Mounts?.length) return
  const known = leftAt(placeOf(node, container), ports.store)
  if (known?.madeAt !== madeAt(container) || known.before) noteLeft(node, container, ports)
}

type Noted = Pick<Ports, 'store' | 'inventory'>

/** A container and its own anonymous volumes. */
interface Seen {
  readonly container: HostContainer
  readonly found: AnonymousVolumes
}

function firstLeft({ container, found }: Seen, store: Store): Left | undefined {
  if (Object.keys(found).length === 0) return undefined
  const at = renewedBy(container, store)
  const left = { volumes: found, madeAt: madeAt(container) }
  return at === undefined ? left : { ...left, renewal: { at, before: {} } }
}

/** Merges a container's volumes into the note. Those of the newest container win; older ones add the paths that it does not have. */
function leftAfter(before: Left, { container, found }: Seen, store: Store): Left | undefined {
  const theirs = declaredIn(container, store)
  const merged = (known: AnonymousVolumes): AnonymousVolumes => {
    const own = withoutNames(known, theirs)
    return isLate ? { ...found, ...own } : { ...own, ...found }
  }
  const made = madeAt(container)
  const isLate = made < before.madeAt
  const { renewal } = before
  const at = renewedBy(container, store)
  if (at === renewal?.at) return { ...before, volumes: merged(before.volumes), ...(isLate ? {} : { madeAt: made }) }
  if (at !== undefined)
    return isLate
      ? undefined
      : { volumes: found, madeAt: made, renewal: { at, before: renewal?.before ?? before.volumes } }
  const former = merged(renewal?.before ?? {})
  return isLate && renewal ? { ...before, renewal: { ...renewal, before: former } } : { volumes: former, madeAt: made }
}

/**
 * The anonymous volumes that a task's next container takes over from earlier ones of its slot. A task of a renewal takes only that
 * renewal's; other tasks take none of an unfinished renewal, but those from before it. Volumes of containers that never ran come last, even
 * after those of removed containers that did run.
 */
export function leftTo(task: V1Task, node: string, { store, inventory }: Noted): AnonymousVolumes {
  const slot = `${serviceKeyOf(task)}/${task.spec.slot}`
  const at = renewalIn(task, store)
  const noted = notedBefore(task, node, store).map(({ volumes, renewal }) =>
    renewal?.at === at ? volumes : at === undefined ? renewal?.before : undefined,
  )
  const standing = [...store.by('Task', 'slot', slot).values()]
    .filter((each) => renewalIn(each, store) === at)
    .flatMap((each) => inventory.containersOf(each.metadata.name))
    .filter((each) => each.node === node)
    .map(({ container }) => container)
    .sort((a, b) => madeAt(a) - madeAt(b))
  const own = (found: readonly HostContainer[]) => found.map((each) => carriedFrom(node, each, { store, inventory }))
  const unused = standing.filter((each) => !hasRun(each))
  const all = Object.assign({}, ...own(unused), ...noted, ...own(standing.filter(hasRun))) as AnonymousVolumes
  return Object.keys(all).length === 0 ? all : withoutNames(all, new Set(declaredNames(store)))
}

/** The notes for a task, in ascending order of precedence. A Global service has one place per node, as its slot there may change. */
function notedBefore(task: V1Task, node: string, store: Store): readonly Left[] {
  const key = serviceKeyOf(task)
  const service = store.get('Service', key)
  const isByNode = service !== undefined && isGlobal(service.spec)
  const places = isByNode
    ? placesOf(key, store).filter((place) => nodeIn(place) === node)
    : [`${key}/${task.spec.slot}/${node}`]
  const rank = ({ outlived }: Left): number => (outlived ? 0 : 1)
  return places.flatMap((place) => leftAt(place, store) ?? []).sort((a, b) => rank(a) - rank(b) || a.madeAt - b.madeAt)
}

/** The node on which the containers of a task's slot left something last, and whether that is known from a backup alone. */
export function lastLeft(
  task: V1Task,
  store: Store,
): { readonly node: string; readonly isBefore: boolean } | undefined {
  if (store.facts('carried').size === 0) return undefined
  const slot = `${serviceKeyOf(task)}/${task.spec.slot}`
  const all = [...store.list('Node').keys()].flatMap((node) => {
    const left = leftAt(`${slot}/${node}`, store)
    return left ? { node, madeAt: left.madeAt, isBefore: left.before === true } : []
  })
  return all.reduce((last, each) => (last && last.madeAt >= each.madeAt ? last : each), all[0])
}

/** What a backup notes of a place where something was left, for a state that is restored from it. */
export function leftBefore(place: string, store: Store): Json {
  return { ...(store.fact('carried', place) as object), before: true }
}

/** The anonymous volumes that a service's containers left, by node; without volumes that are declared under these names. */
export function leftBy(service: Key, store: Store): ReadonlyMap<string, ReadonlySet<string>> {
  const declared = new Set(declaredNames(store))
  const byNode = new Map<string, Set<string>>()
  for (const place of placesOf(service, store)) {
    const { volumes = {}, renewal } = leftAt(place, store) ?? {}
    const node = nodeIn(place)
    const names = byNode.get(node) ?? new Set()
    for (const name of [...Object.values(volumes), ...Object.values(renewal?.before ?? {})])
      if (!declared.has(name)) names.add(name)
    if (names.size > 0) byNode.set(node, names)
  }
  return byNode
}

/** The container paths of the volumes that a service's next containers take over. */
export function pathsLeftBy(service: Key, store: Store): readonly string[] {
  return placesOf(service, store).flatMap((place) => Object.keys(leftAt(place, store)?.volumes ?? {}))
}

/** Drops a service's notes when it is deleted: a later service of the same name begins with nothing. */
export function forgetLeft(service: Key, store: Store): void {
  for (const place of placesOf(service, store)) store.putFact('carried', place, undefined)
}

function placesOf(service: Key, store: Store): readonly string[] {
  return [...store.facts('carried').keys()].filter((place) => place.startsWith(`${service}/`))
}

function serviceIn(place: string): Key {
  return place.split('/', 2).join('/')
}

function nodeIn(place: string): string {
  return place.slice(place.lastIndexOf('/') + 1)
}

/** The key of a note: `stack/service/slot/node`. */
function placeOf(node: string, container: HostContainer): string {
  const own = container.Config.Labels ?? {}
  return `${keyFor(stackIn(container), own[labels.name] ?? '')}/${own[composeLabels.containerNumber]}/${node}`
}

/** The note of a place. Once its renewal is over, only the renewal's own volumes count. */
function leftAt(place: string, store: Store): Left | undefined {
  const left = store.fact('carried', place) as unknown as Left | undefined
  if (!left?.renewal) return left
  const { renewal, ...settled } = left
  return isRenewing(store, serviceIn(place), renewal.at) ? left : settled
}

/** The unfinished renewal that a container's task belongs to. */
function renewedBy(container: HostContainer, store: Store): string | undefined {
  const task = store.get('Task', keyFor(stackIn(container), taskOf(container)))
  return task && renewalIn(task, store)
}

function renewalIn(task: V1Task, store: Store): string | undefined {
  const at = task.metadata.annotations?.[annotations.renewed]
  return at !== undefined && isRenewing(store, serviceKeyOf(task), at) ? at : undefined
}

/**
 * A container's own anonymous volumes by path, without those that it shares and those that are declared under the name that an engine gave
 * them.
 */
function carriedFrom(node: string, container: HostContainer, { store, inventory }: Noted): AnonymousVolumes {
  const found = Object.entries(anonymousVolumes(container))
  if (found.length === 0) return {}
  const theirs = declaredIn(container, store)
  const own = new Set((container.HostConfig.Mounts ?? []).map(({ Target }) => cleanPath(Target)))
  const mounted = mountedByOwners(node, container.HostConfig.VolumesFrom, inventory)
  const isOwn = (target: string, name: string) => own.has(target) || (mounted !== undefined && !mounted.has(name))
  return Object.fromEntries(found.filter(([target, name]) => !theirs.has(name) && isOwn(target, name)))
}

/** The volumes of the containers in `VolumesFrom`; undefined if one of these is unknown. */
function mountedByOwners(
  node: string,
  // Engines write null for none.
  from: readonly string[] | null | undefined,
  { host }: Ports['inventory'],
): ReadonlySet<string> | undefined {
  const owners = (from ?? []).map((line) => host(node)?.containers.get(line.split(':')[0] ?? ''))
  if (owners.includes(undefined)) return undefined
  return new Set(owners.flatMap((owner) => (owner?.Mounts ?? []).flatMap(({ Name }) => Name ?? [])))
}

/** The names of volumes that are declared, or that the container's template mounts as named ones. */
function declaredIn(container: HostContainer, store: Store): ReadonlySet<string> {
  const { spec } = store.get('Task', keyFor(stackIn(container), taskOf(container))) ?? {}
  const targets = namedTargets(spec?.template)
  const mounted = Object.entries(anonymousVolumes(container)).filter(([target]) => targets.has(target))
  return new Set([...mounted.map(([, name]) => name), ...declaredNames(store)])
}

/** The paths at which a template mounts a named volume or a host path. */
function namedTargets(template: V1TaskTemplate | undefined): ReadonlySet<string> {
  return new Set(template?.mounts?.flatMap(({ source, target }) => (source ? [cleanPath(target)] : [])))
}

function withoutNames(volumes: AnonymousVolumes, names: ReadonlySet<string>): AnonymousVolumes {
  return Object.fromEntries(Object.entries(volumes).filter(([, name]) => !names.has(name)))
}

function declaredNames(store: Store): readonly string[] {
  return [...store.list('Volume').values()].map(hostNameOf)
}

function stackIn({ Config: { Labels: own } }: HostContainer): string | undefined {
  return own?.[labels.stack]
}

function taskOf({ Config: { Labels: own } }: HostContainer): string {
  return own?.[labels.task] ?? ''
}
