import type { V1Task } from '../../api/v1/generated/types.ts'
import { hasEnded, isRetiring } from '../task/phase.ts'

/** The revision of a container that others made and that is not as we would make it: no rollout leads to it. */
export const ADOPTED_REVISION = 'adopted'

/** A container of others that may be one of a service's. */
export interface FoundContainer {
  readonly node: string
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
  /** The place among its replicas that Compose gave it; absent for one that only has the name of a place. */
  readonly number?: number
  readonly isRunning: boolean
  /** RFC 3339. */
  readonly created: string
}

/** What decides which containers a service takes over. */
export interface AdoptionView {
  readonly found: readonly FoundContainer[]
  /** Its slots by the names that their containers are to have. */
  readonly slotNamed: (name: string) => number | undefined
  /** The slot of a node, where it runs once on each. */
  readonly slotOn?: (node: string) => number | undefined
  readonly tasks: readonly V1Task[]
  /** Whether a task has a container of ours. */
  readonly hasContainer: (task: V1Task) => boolean
}

export interface Taking {
  readonly found: FoundContainer
  readonly slot: number
}

/**
 * Which of the containers found take which slots, one each: what runs before what does not, what has the slot's name before what
 * has another, the oldest first. A slot with a container of ours has its own; what is left over stays as it is (S4). Pure.
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
 * The slots of those that are taken and then stopped, as more are taken than are wanted: what runs stays before what does not, the
 * lowest numbers first, as the service will choose. `kept` is how many slots have a container of ours already. Pure.
 */
export function surplusOf(takings: readonly Taking[], wanted: number, kept: number): ReadonlySet<number> {
  const byWorth = [...takings].sort((a, b) => Number(b.found.isRunning) - Number(a.found.isRunning) || a.slot - b.slot)
  return new Set(byWorth.slice(Math.max(0, wanted - kept)).map(({ slot }) => slot))
}

/** The task of a slot that a container is taken for: the one that waits for it, if it is of the revision, on the container's node. */
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

/** A task that ended without a container left has had its turn. */
function isFilled(slot: number, { tasks, hasContainer }: AdoptionView): boolean {
  return tasks.some((task) => task.spec.slot === slot && (hasContainer(task) || hasEnded(task)))
}

function worth({ isRunning, name }: FoundContainer, slot: number, { slotNamed }: AdoptionView): number {
  return (isRunning ? 0 : 2) + (slotNamed(name) === slot ? 0 : 1)
}

function byAge(a: FoundContainer, b: FoundContainer): number {
  return Date.parse(a.created) - Date.parse(b.created) || (a.id < b.id ? -1 : 1)
}
