import type { V1Task } from '../../api/v1/generated/types.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'

/** The revision of an adopted container that differs from what we would create; no rollout targets it. */
export const ADOPTED_REVISION = 'adopted'

/** A container of others that may belong to a service. */
export interface FoundContainer {
  readonly node: string
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
  /** The replica number that Compose gave it; absent where it only has a matching name. */
  readonly number?: number
  readonly isRunning: boolean
  /** RFC 3339. */
  readonly created: string
}

/** The input of planTaking. */
export interface AdoptionView {
  readonly found: readonly FoundContainer[]
  /** The slot whose container is to have this name. */
  readonly slotNamed: (name: string) => number | undefined
  /** The slot of a node; given for a service that runs once on each node. */
  readonly slotOn?: (node: string) => number | undefined
  readonly tasks: readonly V1Task[]
  /** The slots of containers of ours that have no task yet, as one that was adopted in the pass before. */
  readonly arriving: ReadonlySet<number>
  /** Whether a task has a container of ours. */
  readonly hasContainer: (task: V1Task) => boolean
}

export interface Taking {
  readonly found: FoundContainer
  readonly slot: number
}

/**
 * Chooses which of the found containers fill which slots, at most one each. Running ones come first, then those with the slot's own name,
 * then the oldest. A slot that has a container of ours keeps it. Containers left over stay as they are (S4). Pure.
 */
export function planTaking(view: AdoptionView): readonly Taking[] {
  const bySlot = new Map<number, FoundContainer[]>()
  for (const found of view.found) {
    const slot = slotOf(found, view)
    if (slot === undefined || isFilled(slot, view)) continue
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), found])
  }
  const taken = [...bySlot].flatMap(([slot, several]): Taking[] => {
    const [best] = [...several].sort((a, b) => worth(a, slot, view) - worth(b, slot, view) || byAge(a, b))
    return best ? [{ found: best, slot }] : []
  })
  return taken.sort((a, b) => a.slot - b.slot)
}

/**
 * The slots whose containers are adopted and then stopped, as more were found than are `wanted`. Running containers stay first, then the
 * lowest slots, as the service loop would choose. `kept` is how many slots have a container of ours already. Pure.
 */
export function surplusOf(takings: readonly Taking[], wanted: number, kept: number): ReadonlySet<number> {
  const byWorth = [...takings].sort((a, b) => Number(b.found.isRunning) - Number(a.found.isRunning) || a.slot - b.slot)
  return new Set(byWorth.slice(Math.max(0, wanted - kept)).map(({ slot }) => slot))
}

/** The existing task that adopts this container: one of the slot, of this revision, on the container's node, that has no container yet. */
export function waitingTask({ found, slot }: Taking, revision: string, view: AdoptionView): V1Task | undefined {
  return view.tasks.find(
    (task) =>
      task.spec.slot === slot &&
      task.spec.revision === revision &&
      task.spec.node === found.node &&
      !isRetiring(task) &&
      !hasEnded(task) &&
      !view.hasContainer(task),
  )
}

function slotOf({ node, name, number }: FoundContainer, { slotNamed, slotOn }: AdoptionView): number | undefined {
  if (slotOn) return slotOn(node)
  return number ?? slotNamed(name)
}

/** Whether a slot needs no other container. A task that has ended counts, even if its container is gone. */
function isFilled(slot: number, { tasks, arriving, hasContainer }: AdoptionView): boolean {
  if (arriving.has(slot)) return true
  return tasks.some((task) => task.spec.slot === slot && (hasContainer(task) || hasEnded(task)))
}

function worth({ isRunning, name }: FoundContainer, slot: number, { slotNamed }: AdoptionView): number {
  return (isRunning ? 0 : 2) + (slotNamed(name) === slot ? 0 : 1)
}

function byAge(a: FoundContainer, b: FoundContainer): number {
  return Date.parse(a.created) - Date.parse(b.created) || (a.id < b.id ? -1 : 1)
}
