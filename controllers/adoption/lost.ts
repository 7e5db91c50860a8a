import type { V1Task } from '../../api/v1/generated/types.ts'
import { keyOf, slotKeyOf } from '../../api/v1/names.ts'
import { baselineOfTask } from '../task/observe/baseline.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'
import { consentOf } from './records.ts'

type Looking = Pick<Ports, 'store' | 'inventory'>

/**
 * The id of the container that a task of an adopted stack lost; undefined once somebody has looked for a replacement that others made.
 * Compose 1 creates its replacement on the same volumes under another name, so no name conflict would reveal it.
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

/** Notes that replacements were looked for; from then on tasks create lost containers anew. */
export function noteLost(tasks: readonly V1Task[], ports: Looking): void {
  for (const task of tasks) {
    const id = lostContainer(task, ports)
    if (id !== undefined) ports.store.putFact('adoption', noteOf(task), id)
  }
}

/** Drops a task's note. Each revision has tasks of its own, so nobody needs it after the task. */
export function forgetLost(task: V1Task, store: Store): void {
  if (store.fact('adoption', noteOf(task)) !== undefined) store.putFact('adoption', noteOf(task), undefined)
}

/** The task of a note's key; empty for other keys of that family. */
export function taskLooked(key: string): readonly string[] {
  return key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : []
}

const PREFIX = 'Lost/'

function noteOf(task: V1Task): string {
  return `${PREFIX}${keyOf(task)}`
}
