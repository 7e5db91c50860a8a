import { by } from '../../../api/v1/language/by.ts'
import { labels, composeLabels } from '../../../api/v1/labels.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { isKeptFailure, keyFor, serviceKeyOf } from '../../../api/v1/names.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import type { HostContainer, Inventory } from '../../../engine/inventory.ts'
import type { Store } from '../../../store/objects/store.ts'
import { containersOf, type Placed } from '../containers/running-containers.ts'

/** Where to look for containers. */
export interface Runs {
  readonly inventory: Inventory
  readonly store: Pick<Store, 'get'>
  readonly installation: string
  /** One-off containers to read as well. */
  readonly oneOffs?: readonly LogRun[]
}

/** A container to read, completely or up to a time. */
export interface LogRun extends Placed {
  readonly until?: number
}

/** The containers of services, tasks and whole stacks, without duplicates. */
export function runsOf(runs: Runs, refs: readonly ObjectRef[]): readonly LogRun[] {
  const found = refs.flatMap((ref) =>
    ref.kind === 'Stack' ? containersOfStack(runs, ref.name) : containersOf(runs.inventory, ref),
  )
  return [...new Map([...found, ...(runs.oneOffs ?? [])].map((placed) => [placed.container.Id, placed])).values()]
}

/** The previous runs: what containers wrote before their last start, and containers kept of failures. */
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
 * A time between a container's previous run and its last start, ms since the epoch; undefined if it was started once. It is in the middle,
 * as engines record a start slightly after the first lines, and an end slightly before the last ones.
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

/** The kept failures of a task's slot; for a Global service of its node, as slot numbers are reused there. */
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
