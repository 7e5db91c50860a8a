import type { V1Task } from '../api/v1/generated/types.ts'
import { serviceKeyOf } from '../api/v1/names.ts'
import { isUnplaced } from '../api/v1/unplaced.ts'
import type { Store } from '../store/objects/store.ts'

/**
 * Watches where tasks go as others complete, and returns what is assumed of that: nobody knows how long a job takes, and of several nodes
 * a task goes to the one that has room first.
 */
export function watchRoom(store: Store): () => readonly string[] {
  /** By node the service of the task that completed there last. */
  const completedOn = new Map<string, string>()
  const completed = new Set<string>()
  const waiting = new Set<string>()
  const said = new Set<string>()
  const note = (key: string, task: V1Task) => {
    const { node } = task.spec
    const service = serviceKeyOf(task)
    if (node === undefined) return void (isUnplaced(task) && waiting.add(key))
    const first = completedOn.get(node)
    if (waiting.delete(key) && first !== undefined)
      said.add(`${first} completes on ${node} before another node has room for ${service}`)
  }
  const isPlaced = (task: V1Task | undefined) => task?.spec.node !== undefined
  const isCompleted = (task: V1Task | undefined) => task?.status?.phase === 'Completed'
  store.watch('Task').subscribe(({ key, before, after }) => {
    if (!after) return
    const service = serviceKeyOf(after)
    if (isPlaced(after) && !isPlaced(before) && completed.has(service))
      said.add(`the tasks of ${service} take equally long: each next one goes where one has completed`)
    note(key, after)
    if (!isCompleted(after) || isCompleted(before)) return
    completedOn.set(after.spec.node ?? '', service)
    completed.add(service)
  })
  return () => (store.list('Node').size > 1 ? [...said].sort() : [])
}
