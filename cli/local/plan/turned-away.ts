import { listNames } from '../../../api/v1/language/list-names.ts'
import { serviceKeyOf } from '../../../api/v1/names.ts'
import type { V1Task } from '../../../api/v1/generated/types.ts'
import { turnsAway } from '../../../controllers/scheduler/filters.ts'
import type { Store } from '../../../store/objects/store.ts'

/**
 * What is done elsewhere for nodes that turn tasks away from now on, as they are drained or have other labels: tasks of other stacks
 * leave them, by no call of this plan.
 */
export function turnedAwayWords(before: Store, declared: Store, stacks: ReadonlySet<string>): readonly string[] {
  return [...declared.list('Node').keys()].flatMap((node) =>
    leavingWords(
      node,
      { store: declared, mover: NEXT },
      (task) => !stacks.has(task.metadata.namespace ?? '') && !matterOf(task, before),
    ),
  )
}

/** Who moves them where no serve runs. */
export const NEXT = '`reconcile serve`, or their next apply,'

interface Moving {
  readonly store: Store
  /** Who moves them, in words. */
  readonly mover: string
}

/** Whose tasks leave a node that turns them away; of all tasks there, or of those that count. None where there are none. */
export function leavingWords(
  node: string,
  { store, mover }: Moving,
  counts: (task: V1Task) => boolean = () => true,
): readonly string[] {
  const stacks = new Map<string, Set<string>>()
  for (const task of store.by('Task', 'node', node).values()) {
    const matter = matterOf(task, store)
    if (!matter || !counts(task)) continue
    const alike = stacks.get(matter.words) ?? new Set()
    stacks.set(matter.words, alike.add(task.metadata.namespace ?? ''))
  }
  return [...stacks].map(([words, names]) => {
    const what = `tasks of ${listNames([...names].sort())} leave ${node}, which ${words}`
    return `${what}: ${mover} does that, and a plan of their files shows it`
  })
}

function matterOf(task: V1Task, store: Store): ReturnType<typeof turnsAway> {
  const service = store.get('Service', serviceKeyOf(task))
  return turnsAway(store.get('Node', task.spec.node ?? ''), service)
}
