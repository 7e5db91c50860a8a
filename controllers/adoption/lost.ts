import type { V1Task } from '../../api/v1/generated/types.ts'
import { keyOf, slotKeyOf } from '../../api/v1/names.ts'
import { baselineOfTask } from '../task/observe/baseline.ts'
import { hasEnded, isRetiring } from '../task/phase.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'
import { consentOf } from './records.ts'

type Looking = Pick<Ports, 'store' | 'inventory'>

/**
 * The container that a task of an adopted stack had and has no more, while nobody looked yet for what others made in its place:
 * Compose 1 makes its own under another name, which stands in nobody's way, and on the same volumes.
 */
export function lostContainer(task: V1Task, { store, inventory }: Looking): string | undefined {
  const { metadata } = task
  if (!consentOf(store, metadata.namespace) || isRetiring(task) || hasEnded(task)) return undefined
  const id = baselineOfTask(keyOf(task), store)?.fields?.container
  if (id === undefined || store.fact('adoption', noteOf(task)) === id) return undefined
  const inSlot = [...store.by('Task', 'slot', slotKeyOf(task)).values()]
  const isFilled = inSlot.some((each) => hasEnded(each) || inventory.containersOf(each.metadata.name).length > 0)
  return isFilled ? undefined : id
}

/** Notes that it was looked for them: what they miss is made anew. */
export function noteLost(tasks: readonly V1Task[], ports: Looking): void {
  for (const task of tasks) {
    const id = lostContainer(task, ports)
    if (id !== undefined) ports.store.putFact('adoption', noteOf(task), id)
  }
}

/** Forgets, with a task, that it was looked for what it lost: each revision has tasks of its own. */
export function forgetLost(task: V1Task, store: Store): void {
  if (store.fact('adoption', noteOf(task)) !== undefined) store.putFact('adoption', noteOf(task), undefined)
}

/** The task that a note is of; none for what else is kept beside them. */
export function taskLooked(key: string): readonly string[] {
  return key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : []
}

const PREFIX = 'Lost/'

function noteOf(task: V1Task): string {
  return `${PREFIX}${keyOf(task)}`
}
