import { by } from '../../api/v1/language/by.ts'
import { labels } from '../../api/v1/labels.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { isKeptFailure, keyFor, splitKey } from '../../api/v1/names.ts'
import { nameOf } from '../../engine/container/name.ts'
import type { HostContainer, HostView, PlacedContainer } from '../../engine/inventory.ts'
import type { ContainerState } from '../../engine/types/container.ts'
import type { StringMap } from '../../engine/types/string-map.ts'
import type { Key } from '../../store/objects/store.ts'
import { anotherEngine } from '../holds/node-hold.ts'
import type { Ports } from './ports.ts'
import { unanswered } from './unanswered.ts'

// Homes that share an engine have one installation name, and each knows what it applied. What another one applied, or of which the
// state was lost, is ours by its labels, and of no object here.

/** A container, as far as it says whose it is. */
interface Labelled {
  readonly node: string
  readonly labels: Readonly<StringMap> | null | undefined
  readonly state: ContainerState
}

/** The key of the Service that a container is a task of, by its labels, where this home has no such service. */
export function unknownService(
  own: Labelled['labels'],
  { store, installation }: Pick<Ports, 'store' | 'installation'>,
): Key | undefined {
  const { [labels.installation]: maker, [labels.kind]: kind, [labels.stack]: stack, [labels.name]: name } = own ?? {}
  if (maker !== installation || kind !== 'Service' || name === undefined) return undefined
  const service = keyFor(stack, name)
  return store.get('Service', service) ? undefined : service
}

/** States of what never started, or goes: what a create of ours made late has no other. */
const UNUSED: ReadonlySet<ContainerState> = new Set(['created', 'removing', 'dead'])

/** The same, but for what a create of ours made late: that is nobody's. */
export function unclaimedService(container: Labelled, ports: Ports): Key | undefined {
  const { labels: own, state } = container
  const service = unknownService(own, ports)
  if (service === undefined || !UNUSED.has(state)) return service
  const task = keyFor(own?.[labels.stack], own?.[labels.task] ?? '')
  const isLate = ports.forgotten.has(task) || isMadeLate(task, container, ports)
  return isLate ? undefined : service
}

/** Whether a container is what a create of ours made when its task was gone: the task loop takes it away, and nobody else may have it. */
export function isMadeLate(
  task: Key,
  { node, state }: Pick<Labelled, 'node' | 'state'>,
  ports: Pick<Ports, 'store' | 'clock' | 'inventory'>,
): boolean {
  return UNUSED.has(state) && unanswered(`Task/${task}`, ports).has(node)
}

/** Whether a container of a service is of a task that the store does not know, so that its service takes it over. */
export function isStray({ node, container, taskKey }: PlacedContainer, ports: Ports): boolean {
  if (taskKey === undefined || ports.store.get('Task', taskKey)) return false
  if (anotherEngine(node, ports) !== undefined) return false // it is nobody's until that is approved
  return !isKeptFailure(nameOf(container)) && !isMadeLate(taskKey, { node, state: container.State.Status }, ports)
}

/** Whether a container of a host is a task that this home knows nothing of. */
export function isUnclaimed(node: string, container: HostContainer, ports: Ports): boolean {
  return unclaimedService(labelled(node, container), ports) !== undefined
}

/** A task that this home knows nothing of. */
export interface Unclaimed {
  readonly name: string
  /** The key of its Service. */
  readonly service: Key
}

/** The tasks on a host that this home knows nothing of, by their names. */
export function unclaimedOn({ node, containers }: HostView, ports: Ports): readonly Unclaimed[] {
  const found = [...containers.values()].flatMap((container) => {
    const service = unclaimedService(labelled(node, container), ports)
    return service === undefined ? [] : [{ name: nameOf(container), service }]
  })
  return found.sort(by(({ name }) => name))
}

/** The same, and where it is. */
export type PlacedUnclaimed = Unclaimed & { readonly node: string }

/** The tasks on all hosts that this home knows nothing of. */
export function unclaimedTasksOf(ports: Ports): readonly PlacedUnclaimed[] {
  return ports.inventory
    .hosts()
    .flatMap((host) => unclaimedOn(host, ports).map((task) => ({ ...task, node: host.node })))
}

/** Those of these stacks. */
export function unclaimedIn<U extends Unclaimed>(found: readonly U[], stacks: readonly string[]): readonly U[] {
  return found.filter(({ service }) => stacks.includes(splitKey(service).namespace ?? ''))
}

/** Their services in words: each once, the first ones. */
export function servicesOf(found: readonly Unclaimed[]): string {
  return listNames([...new Set(found.map(({ service }) => `Service/${service}`))].sort())
}

function labelled(node: string, { Config, State }: HostContainer): Labelled {
  return { node, labels: Config.Labels, state: State.Status }
}
