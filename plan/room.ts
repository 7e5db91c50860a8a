import type { V1Task } from '../api/v1/generated/types.ts'
import { serviceKeyOf } from '../api/v1/names.ts'
import { sharedServices } from '../api/v1/template-refs.ts'
import { isUnplaced } from '../api/v1/unplaced.ts'
import type { Store } from '../store/objects/store.ts'

/**
 * Watches where tasks go that no node fitted before, and returns what is assumed of that: of several nodes a task goes to the one that has
 * room first, and nobody knows how long a job takes, nor which of two updates is the faster one.
 */
export function watchRoom(store: Store): () => readonly string[] {
  /** By node the service of the task that completed there last. */
  const completedOn = new Map<string, string>()
  const completed = new Set<string>()
  const waiting = new Set<string>()
  const said = new Set<string>()
  /** By service the nodes that had room for its waiting tasks, in that order. */
  const roomOf = new Map<string, Set<string>>()
  const note = (key: string, task: V1Task) => {
    const { node } = task.spec
    const service = serviceKeyOf(task)
    if (node === undefined) return void (isUnplaced(task) && !followsOthers(task) && waiting.add(key))
    if (!waiting.delete(key)) return
    const first = completedOn.get(node)
    if (first !== undefined) said.add(`${first} completes on ${node} before another node has room for ${service}`)
    else roomOf.set(service, (roomOf.get(service) ?? new Set()).add(node))
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
  const roomSaid = () =>
    [...roomOf].map(
      ([service, nodes]) => `${service} waits for room, which comes first on ${[...nodes].join(', then on ')}`,
    )
  return () => (store.list('Node').size > 1 ? [...said, ...roomSaid()].sort() : [])
}

/** Whether a task goes where one of another service is: it waits for that one, not for room. */
function followsOthers({ spec }: V1Task): boolean {
  return sharedServices(spec.template).length > 0
}
