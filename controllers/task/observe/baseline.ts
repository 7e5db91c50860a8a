import type { V1Task } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { WantedContainer } from '../../../engine/container/want.ts'
import { baselineOf, type Baseline } from '../../../engine/normalise/baseline.ts'
import type { Store } from '../../../store/objects/store.ts'
import type { Json } from '../../../store/storage/storage.ts'
import type { Ports } from '../../runtime/ports.ts'
import { surroundingsOf } from './surroundings.ts'

/** What is kept of a task's container: its state right after its create, and the fields that may recreate it no more. */
export interface TaskBaseline {
  readonly fields?: Baseline
  /** The task's generation for which the fields are fused. */
  readonly generation?: number
  readonly fused?: readonly string[]
  /** Fields that an update or a new connection of this container left unchanged, though the engine reported success. */
  readonly stubborn?: readonly string[]
}

/** The baseline of a task; undefined before its first start, or if storage was lost. */
export function baselineOfTask(key: string, store: Store): TaskBaseline | undefined {
  const fact = store.fact('baseline', key)
  return fact && typeof fact === 'object' && !Array.isArray(fact) ? (fact as unknown as TaskBaseline) : undefined
}

/** Whether a task had a container before, by its status or its baseline. */
export function hadContainer(task: V1Task, store: Store): boolean {
  return task.status?.containerID !== undefined || baselineOfTask(keyOf(task), store)?.fields !== undefined
}

/** Stores the present container as the baseline that drift is compared with. */
export function keepBaseline(task: V1Task, wanted: WantedContainer | undefined, ports: Ports): void {
  const { store, inventory } = ports
  const found = inventory.containersOf(task.metadata.name).find(({ node }) => node === task.spec.node)
  if (!found || !wanted) return
  const { fused, generation } = baselineOfTask(keyOf(task), store) ?? {}
  const fields = baselineOf(wanted, found.container, surroundingsOf(task, ports))
  put(task, { fields, ...(fused ? { fused } : {}), ...(generation !== undefined ? { generation } : {}) }, store)
}

/** The fields that may not cause another recreation in this generation of the task. */
export function fusedFields(task: V1Task, baseline: TaskBaseline | undefined): readonly string[] {
  return baseline?.generation === (task.metadata.generation ?? 1) ? (baseline.fused ?? []) : []
}

/** Notes that a field causes a recreation, so that it causes no other in this generation. */
export function fuseField(task: V1Task, field: string, store: Store): void {
  const fused = fusedFields(task, baselineOfTask(keyOf(task), store))
  put(task, { generation: task.metadata.generation ?? 1, fused: [...fused, field] }, store)
}

/** Notes fields that a healing call left unchanged: only a recreation changes them. */
export function noteStubborn(task: V1Task, fields: readonly string[], store: Store): void {
  const before = baselineOfTask(keyOf(task), store)
  put(task, { ...before, stubborn: [...new Set([...(before?.stubborn ?? []), ...fields])] }, store)
}

function put(task: V1Task, baseline: TaskBaseline, store: Store): void {
  // These are JSON values, and frozen already. They are not copied, so that tasks share them in memory.
  store.putFact('baseline', keyOf(task), baseline as unknown as Json)
}
