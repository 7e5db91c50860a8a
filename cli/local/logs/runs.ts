import { by } from '../../../api/v1/language/by.ts'
import { labels, composeLabels } from '../../../api/v1/labels.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { isKeptFailure, keyFor, serviceKeyOf } from '../../../api/v1/names.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import type { HostContainer, Inventory } from '../../../engine/inventory.ts'
import type { Store } from '../../../store/objects/store.ts'
import { containersOf, type Placed } from '../running-containers.ts'

/** Where it is looked for what tasks run. */
export interface Runs {
  readonly inventory: Inventory
  readonly store: Pick<Store, 'get'>
  readonly installation: string
  /** What is read too: no task runs them. */
  readonly oneOffs?: readonly LogRun[]
}

/** What is read of one container: all that it wrote, or what it did before a moment. */
export interface LogRun extends Placed {
  readonly until?: number
}

/** The containers of services, tasks and whole stacks, each once. */
export function runsOf(runs: Runs, refs: readonly ObjectRef[]): readonly LogRun[] {
  const found = refs.flatMap((ref) =>
    ref.kind === 'Stack' ? containersOfStack(runs, ref.name) : containersOf(runs.inventory, ref),
  )
  return [...new Map([...found, ...(runs.oneOffs ?? [])].map((placed) => [placed.container.Id, placed])).values()]
}

/** What ran before in their places: what a container did before its last start, and what is kept of a failure. */
export function previousRunsOf(runs: Runs, refs: readonly ObjectRef[]): readonly LogRun[] {
  const now = runsOf(runs, refs)
  const restarted = now.flatMap((placed) => beforeStart(runs, placed))
  const kept = now.filter(({ container }) => isKeptFailure(container.Name))
  if (restarted.length > 0 || kept.length > 0) return [...kept, ...restarted]
  return refs.flatMap((ref) => (ref.kind === 'Task' ? keptOfSlot(runs, ref) : []))
}

function beforeStart(runs: Runs, placed: Placed): readonly LogRun[] {
  const { container } = placed
  const until = isKeptFailure(container.Name) ? undefined : lastStart(container, restartsOf(runs, container))
  return until === undefined ? [] : [{ ...placed, until }]
}

/**
 * A moment that parts what a container wrote before its last start from what it wrote since, in milliseconds since the epoch; absent where
 * it was started once. The engine notes a start a little after the first lines may be written, and an end a little before the last.
 */
export function lastStart({ State, RestartCount }: HostContainer, restarts = 0): number | undefined {
  const [started, finished] = [Date.parse(State.StartedAt ?? ''), Date.parse(State.FinishedAt ?? '')]
  if (finished > 0 && started > finished) return Math.floor((started + finished) / 2)
  return started > 0 && (restarts > 0 || (RestartCount ?? 0) > 0) ? started : undefined
}

function restartsOf({ store }: Runs, { Config }: HostContainer): number {
  const { [labels.stack]: stack, [labels.task]: task = '' } = Config.Labels ?? {}
  return store.get('Task', keyFor(stack, task))?.status?.restarts ?? 0
}

function containersOfStack({ inventory, installation }: Runs, stack: string): readonly Placed[] {
  return inventory
    .hosts()
    .flatMap(({ node, containers }) => [...containers.values()].map((container) => ({ node, container })))
    .filter(({ container: { Config } }) => {
      const own = Config.Labels ?? {}
      return own[labels.installation] === installation && own[labels.stack] === stack && own[labels.task] !== undefined
    })
    .sort(by(({ container }) => container.Name))
}

/** By its number; of a service that runs on each node by its node: there the number of one that went is the next one's. */
function keptOfSlot({ inventory, store }: Runs, { namespace, name }: ObjectRef): readonly Placed[] {
  const task = store.get('Task', keyFor(namespace, name))
  if (!task) return []
  const service = store.get('Service', serviceKeyOf(task))
  const isOnEach = service !== undefined && isGlobal(service.spec)
  return inventory.containersOfService(serviceKeyOf(task)).filter(({ node, container: { Name, Config } }) => {
    const slot = Config.Labels?.[composeLabels.containerNumber]
    return isKeptFailure(Name) && (isOnEach ? node === task.spec.node : slot === String(task.spec.slot))
  })
}
