import type { V1Task } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import { baselineOf, type Baseline } from '../../engine/normalise/baseline.ts'
import type { Ports } from '../runtime/ports.ts'
import type { Store } from '../../store/objects/store.ts'

/** What is remembered of a task's container: how it looked right after its start, and which fields may recreate it no more. */
export interface TaskBaseline {
  readonly container?: string
  readonly fields?: Baseline
  /** The generation of the task for which the fields are fused. */
  readonly generation?: number
  readonly fused?: readonly string[]
}

/** The baseline of a task; undefined before its first start, and when storage was lost. */
export function baselineOfTask(key: string, store: Store): TaskBaseline | undefined {
  const fact = store.fact('baseline', key)
  return fact && typeof fact === 'object' && !Array.isArray(fact) ? (fact as unknown as TaskBaseline) : undefined
}

/** Takes the container as it is now for how it should look. */
export function keepBaseline(task: V1Task, { store, inventory }: Ports): void {
  const found = inventory.containersOf(task.metadata.name).find(({ node }) => node === task.spec.node)
  const info = inventory.host(task.spec.node ?? '')?.info
  if (!found || !info) return
  const { fused, generation } = baselineOfTask(keyOf(task), store) ?? {}
  const fields = baselineOf(found.container, info)
  put(
    task,
    {
      container: found.container.Id,
      fields,
      ...(fused ? { fused } : {}),
      ...(generation !== undefined ? { generation } : {}),
    },
    store,
  )
}

/** Notes that a field forced a new container: it does so no second time in this generation. */
export function fuseField(task: V1Task, field: string, store: Store): void {
  const generation = task.metadata.generation ?? 1
  const before = baselineOfTask(keyOf(task), store)
  const fused = before?.generation === generation ? (before.fused ?? []) : []
  put(task, { generation, fused: [...fused, field] }, store)
}

function put(task: V1Task, baseline: TaskBaseline, store: Store): void {
  store.putFact('baseline', keyOf(task), JSON.parse(JSON.stringify(baseline)))
}
