import { by } from '../../api/v1/language/by.ts'
import { labels } from '../../api/v1/labels.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { isNameable } from '../../api/v1/validation/is-nameable.ts'
import { isKeptFailure, keyFor, splitKey } from '../../api/v1/names.ts'
import { nameOf } from '../../engine/container/name.ts'
import type { HostContainer, HostView, PlacedContainer } from '../../engine/inventory.ts'
import type { ContainerState } from '../../engine/types/container.ts'
import type { StringMap } from '../../engine/types/string-map.ts'
import { DESIRED } from '../../store/source/acceptance/accepted.ts'
import { originIn } from '../../store/source/acceptance/origins.ts'
import type { Key } from '../../store/objects/store.ts'
import { anotherEngine } from '../holds/node-hold.ts'
import type { Ports } from '../runtime/ports.ts'
import { unanswered } from './unanswered.ts'
import { taskKeyIn } from './made-for.ts'

// Homes that share an engine use the same installation name, but each knows only the services that it applied. A container that another
// home applied, or whose home's state was lost, has our labels but no object in this store: it is "unclaimed".

/** What of a container tells whose it is. */
interface Labelled {
  readonly node: string
  readonly labels: Readonly<StringMap> | null | undefined
  readonly state: ContainerState
}

/**
 * The key of the Service that a container's labels name, if they are our installation's and this store has no such Service; else undefined.
 */
export function unknownService(
  own: Labelled['labels'],
  { store, installation }: Pick<Ports, 'store' | 'installation'>,
): Key | undefined {
  const { [labels.installation]: maker, [labels.kind]: kind, [labels.stack]: stack, [labels.name]: name } = own ?? {}
  if (maker !== installation || kind !== 'Service' || name === undefined) return undefined
  const service = keyFor(stack, name)
  return store.get('Service', service) ? undefined : service
}

/** States of a container that never started or is being removed. A container that a late create of ours made is in one of these. */
const UNUSED: ReadonlySet<ContainerState> = new Set(['created', 'removing', 'dead'])

/** As `unknownService`, but undefined for a container that a late create of ours made: no home owns that one. */
export function unclaimedService(container: Labelled, ports: Ports): Key | undefined {
  const { labels: own, state } = container
  const service = unknownService(own, ports)
  if (service === undefined || !UNUSED.has(state)) return service
  const task = taskKeyIn(own)
  const isLate = ports.forgotten.has(task) || isMadeLate(task, container, ports)
  return isLate ? undefined : service
}

/**
 * Whether a create of ours, answered by nobody, made this container after its task was deleted. The task loop removes it, and nothing else
 * may adopt it.
 */
function isMadeLate(
  task: Key,
  { node, state }: Pick<Labelled, 'node' | 'state'>,
  ports: Pick<Ports, 'store' | 'clock' | 'inventory'>,
): boolean {
  return UNUSED.has(state) && unanswered(`Task/${task}`, ports).has(node)
}

/** Whether a container belongs to a task that the store does not know, so that its service adopts it. */
export function isStray({ node, container, taskKey }: PlacedContainer, ports: Ports): boolean {
  if (taskKey === undefined || ports.store.get('Task', taskKey)) return false
  if (anotherEngine(node, ports) !== undefined) return false // an engine that replaced the recorded one must be approved first
  return !isKeptFailure(nameOf(container)) && !isMadeLate(taskKey, { node, state: container.State.Status }, ports)
}

/** Whether a container belongs to a service that this home does not know. */
export function isUnclaimed(node: string, container: HostContainer, ports: Ports): boolean {
  return unclaimedService(labelled(node, container), ports) !== undefined
}

/** A container of a service that this home does not know. */
export interface Unclaimed {
  readonly name: string
  /** The key of its Service. */
  readonly service: Key
  readonly goesBy: RemovedBy
}

/**
 * What removes an unclaimed container that no file declares any more: `apply`, with --prune, where an apply declared others of its stack
 * here, and no watched directory any; `delete`, with --prune, where nothing of its stack is here; else, and where no service can have this
 * name, only somebody at its host (`hand`).
 */
export type RemovedBy = 'apply' | 'delete' | 'hand'

/** The unclaimed containers of a host, sorted by name. */
export function unclaimedOn({ node, containers }: HostView, ports: Ports): readonly Unclaimed[] {
  const found = [...containers.values()].flatMap((container) => {
    const service = unclaimedService(labelled(node, container), ports)
    if (service === undefined) return []
    const { namespace = '', name } = splitKey(service)
    const goesBy = isNameable('Service', { name, namespace }) ? removedBy(namespace, ports) : 'hand'
    return [{ name: nameOf(container), service, goesBy }]
  })
  return found.sort(by(({ name }) => name))
}

function removedBy(stack: string, { store }: Ports): RemovedBy {
  const keys = (['Service', 'Network'] as const).map(
    (kind) => [kind, [...store.by(kind, 'namespace', stack).keys()]] as const,
  )
  if (keys.every(([, ofKind]) => ofKind.length === 0)) return 'delete'
  const origins = keys.flatMap(([kind, ofKind]) => ofKind.flatMap((key) => originIn(store, `${kind}/${key}`) ?? []))
  return origins.length > 0 && origins.every(({ root }) => root === DESIRED) ? 'apply' : 'hand'
}

export type PlacedUnclaimed = Unclaimed & { readonly node: string }

/** The unclaimed containers of all hosts. */
export function unclaimedTasksOf(ports: Ports): readonly PlacedUnclaimed[] {
  return ports.inventory
    .hosts()
    .flatMap((host) => unclaimedOn(host, ports).map((task) => ({ ...task, node: host.node })))
}

/** The unclaimed containers whose service is in one of the stacks. */
export function unclaimedIn<U extends Unclaimed>(found: readonly U[], stacks: readonly string[]): readonly U[] {
  return found.filter(({ service }) => stacks.includes(splitKey(service).namespace ?? ''))
}

/** Lists their services for a message: each once, shortened where there are many. */
export function servicesOf(found: readonly Unclaimed[]): string {
  return listNames([...new Set(found.map(({ service }) => `Service/${service}`))].sort())
}

function labelled(node: string, { Config, State }: HostContainer): Labelled {
  return { node, labels: Config.Labels, state: State.Status }
}
