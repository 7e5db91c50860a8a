import type { V1Task } from '../../api/v1/generated/types.ts'
import { annotations, composeLabels, labels } from '../../api/v1/labels.ts'
import { hostNameOf, isKeptFailure, keyFor, splitKey } from '../../api/v1/names.ts'
import {
  type AnonymousVolumes,
  anonymousTargets,
  anonymousVolumes,
  cleanPath,
  withVolumes,
} from '../../engine/container/anonymous-volumes.ts'
import { nameOf } from '../../engine/container/name.ts'
import type { Engine } from '../../engine/engine.ts'
import { unlessGone, unlessInUse } from '../../engine/errors.ts'
import type { HostContainer } from '../../engine/inventory.ts'
import { because, type Run } from '../../engine/run.ts'
import type { ContainerBody } from '../../engine/types/container.ts'
import { equal } from '../../store/objects/equal.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import type { Json } from '../../store/storage/storage.ts'
import { nodeHold, type NodeHold } from '../holds/node-hold.ts'
import { lockHold } from '../locks/stack-lock.ts'
import { engineOf } from '../runtime/acting.ts'
import type { Ports } from '../runtime/ports.ts'
import type { Acting } from './acting.ts'
import { inspectImage } from './image.ts'
import { surroundingsOf } from './surroundings.ts'

// What is in an anonymous volume goes from a container to the next one of its slot, as with docker compose: no sync deletes data (S4).
// A container that is there says itself which it has; of the last one that is gone a fact does.

/** What the containers of a slot left. */
interface Left {
  readonly node: string
  /** The task of the last one. */
  readonly task: string
  readonly startedAt: string
  readonly volumes: AnonymousVolumes
}

/** Whether a container has run, and so may have written something. */
export function hasRun({ State: { StartedAt = '' } }: HostContainer): boolean {
  return StartedAt !== '' && !StartedAt.startsWith('0001-')
}

/** Notes what a container leaves to the next one of its slot, however it may go; answers whether that is news, to be kept before a removal. */
export function noteLeft(node: string, container: HostContainer, { store }: Pick<Ports, 'store'>): boolean {
  if (!hasRun(container) || isKeptFailure(nameOf(container))) return false
  const before = leftIn(slotOf(container), store)
  const left = leftAfter({ node, before, found: carriedFrom(container, store) }, container, store)
  if (left === undefined || equal(left, before)) return false
  store.putFact('carried', slotOf(container), left as unknown as Json)
  return true
}

interface Noting {
  readonly node: string
  readonly before: Left | undefined
  readonly found: AnonymousVolumes
}

/** Of several containers the one that started last counts; older ones say what that one had no place for. */
function leftAfter({ node, before, found }: Noting, container: HostContainer, store: Store): Left | undefined {
  const { StartedAt: startedAt = '' } = container.State
  if (before && before.node !== node && (isLater(before, startedAt) || Object.keys(found).length === 0))
    return undefined
  if (!before && Object.keys(found).length === 0) return undefined
  const theirs = declaredIn(container, store)
  const all = before?.node === node ? Object.entries(before.volumes) : []
  const known = Object.fromEntries(all.filter(([, name]) => !theirs.has(name)))
  if (before && isLater(before, startedAt)) return { ...before, volumes: { ...found, ...known } }
  return { node, task: taskOf(container), startedAt, volumes: { ...known, ...found } }
}

function isLater(before: Left, startedAt: string): boolean {
  return Date.parse(before.startedAt) > Date.parse(startedAt)
}

/** The same of a container that nothing is known of, as one that was adopted, or of before a crash. */
export function noteUnknown(node: string, container: HostContainer | undefined, ports: Pick<Ports, 'store'>): void {
  if (!container?.Mounts?.length) return
  if (leftIn(slotOf(container), ports.store)?.startedAt !== container.State.StartedAt) noteLeft(node, container, ports)
}

/** The body of a task's create, with the volumes that containers of its slot had in the place of new ones. */
export async function withCarried(body: ContainerBody, engine: Engine, acting: Acting): Promise<ContainerBody> {
  const { seen, ports, run } = acting
  const { task } = seen.view
  const left = leftTo(task, engine.node, ports)
  if (Object.keys(left).length === 0) return body
  const targets = anonymousTargets(body, await imageVolumes(acting))
  const shared = sharedPaths(body, engine.node, ports)
  const own = anonymousTargets(body)
  const carried: Record<string, string> = {}
  for (const [target, driver] of targets) {
    const name = shared.has(target) && !own.has(target) ? undefined : left[target]
    if (name === undefined) continue
    // An engine makes a missing volume without a word, under this name and for good.
    const found = await unlessGone(engine.inspectVolume({ name }, run))
    if (found?.Driver === driver) carried[target] = name
  }
  return Object.keys(carried).length === 0 ? body : withVolumes(body, carried)
}

/** Where the image of a task has volumes. An event of it makes what was known of it void. */
async function imageVolumes({ seen: { view }, ports, run }: Acting): Promise<readonly string[]> {
  if (!surroundingsOf(view.task, ports).image) await inspectImage({ task: view.task }, ports, run)
  return Object.keys(surroundingsOf(view.task, ports).image?.Config?.Volumes ?? {})
}

/**
 * Removes what a service's containers left, as a person asked for that; what is mounted elsewhere by now stays. Answers what keeps it
 * from that; a node that is not declared any more does not.
 */
export async function removeLeft(service: Key, ports: Ports, run: Run): Promise<NodeHold | undefined> {
  const removing = because(run, 'its service is deleted with its data, by --volumes')
  const left = [...leftBy(service, ports.store).values()].filter(({ node }) => ports.inventory.host(node))
  for (const { node } of left) {
    const held = nodeHold(node, ports) ?? otherHome({ node, stack: splitKey(service).namespace ?? '' }, ports)
    if (held) return held
  }
  const declared = new Set(declaredNames(ports.store))
  for (const { node, volumes } of left)
    for (const name of Object.values(volumes).filter((each) => !declared.has(each))) {
      await unlessInUse(unlessGone(engineOf(node, ports).removeVolume({ name }, removing)))
      ports.inventory.dropVolume(node, name)
    }
  return undefined
}

function otherHome(at: { readonly node: string; readonly stack: string }, { locks }: Ports): NodeHold | undefined {
  const holder = locks?.otherHolder(at)
  return holder && lockHold(holder, at)
}

/** Forgets what a service's containers left, with its end: another one of its name begins anew. */
export function forgetLeft(service: Key, store: Store): void {
  for (const slot of leftBy(service, store).keys()) store.putFact('carried', slot, undefined)
}

/** What the one that started last has counts; one that is yet to start may run before this one does. */
function leftTo(task: V1Task, node: string, { store, inventory }: Ports): AnonymousVolumes {
  const { metadata, spec } = task
  const slot = `${keyFor(metadata.namespace, spec.service)}/${spec.slot}`
  const isNew = metadata.annotations?.[annotations.renewed] !== undefined
  const counts = (owner: string) => !isNew || owner === metadata.name
  const before = leftIn(slot, store)
  const noted = before && before.node === node && counts(before.task) ? before.volumes : {}
  const standing = [...store.by('Task', 'slot', slot).values()]
    .flatMap((each) => inventory.containersOf(each.metadata.name))
    .filter((each) => each.node === node && counts(taskOf(each.container)))
    .map(({ container }) => container)
    .sort((a, b) => ((a.State.StartedAt ?? '') < (b.State.StartedAt ?? '') ? -1 : 1))
  return Object.assign({}, noted, ...standing.map((each) => carriedFrom(each, store))) as AnonymousVolumes
}

/** What a container has of its own in anonymous volumes: not what it shares, nor what somebody declared by the name that an engine gave it. */
function carriedFrom(container: HostContainer, store: Store): AnonymousVolumes {
  const found = Object.entries(anonymousVolumes(container))
  if (found.length === 0) return {}
  const theirs = declaredIn(container, store)
  // Engines write null for none.
  const { VolumesFrom: shared, Mounts: mounts } = container.HostConfig
  const own = new Set((mounts ?? []).map(({ Target }) => cleanPath(Target)))
  return Object.fromEntries(found.filter(([target, name]) => !theirs.has(name) && (!shared?.length || own.has(target))))
}

/** The names of volumes that are declared, or that the container has by a name. */
function declaredIn(container: HostContainer, store: Store): ReadonlySet<string> {
  const { spec } = store.get('Task', keyFor(stackIn(container), taskOf(container))) ?? {}
  const targets = new Set(spec?.template.mounts?.flatMap(({ source, target }) => (source ? [cleanPath(target)] : [])))
  const mounted = Object.entries(anonymousVolumes(container)).filter(([target]) => targets.has(target))
  return new Set([...mounted.map(([, name]) => name), ...declaredNames(store)])
}

function declaredNames(store: Store): readonly string[] {
  return [...store.list('Volume').values()].map(hostNameOf)
}

/** Where a container gets what another one has mounted. */
function sharedPaths({ HostConfig: host }: ContainerBody, node: string, { inventory }: Ports): ReadonlySet<string> {
  const ids = (host?.VolumesFrom ?? []).map((from) => from.split(':')[0] ?? '')
  const containers = ids.map((id) => inventory.host(node)?.containers.get(id))
  return new Set(containers.flatMap((container) => (container?.Mounts ?? []).map(({ Destination }) => Destination)))
}

function slotOf(container: HostContainer): Key {
  const own = container.Config.Labels ?? {}
  return `${keyFor(stackIn(container), own[labels.name] ?? '')}/${own[composeLabels.containerNumber]}`
}

function stackIn({ Config: { Labels: own } }: HostContainer): string | undefined {
  return own?.[labels.stack]
}

function taskOf({ Config: { Labels: own } }: HostContainer): string {
  return own?.[labels.task] ?? ''
}

function leftIn(slot: Key, store: Store): Left | undefined {
  return store.fact('carried', slot) as unknown as Left | undefined
}

function leftBy(service: Key, store: Store): ReadonlyMap<Key, Left> {
  const all = [...store.facts('carried')].filter(([slot]) => slot.startsWith(`${service}/`))
  return new Map(all as unknown as readonly (readonly [Key, Left])[])
}
