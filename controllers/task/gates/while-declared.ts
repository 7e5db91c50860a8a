import type { V1Task } from '../../../api/v1/generated/types.ts'
import { serviceKeyOf } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { isUnbegun } from '../../holds/unbegun.ts'
import type { Ports } from '../../runtime/ports.ts'
import { step, type TaskPlan, type TaskStep } from '../step.ts'

/** Steps that begin a task. */
const begins: ReadonlySet<TaskStep['do']> = new Set(['pull', 'build', 'create', 'start'])

/** Waits for what is made for tasks that begin alone. */
const waitsToBegin: ReadonlySet<string> = new Set([taskReasons.waitingForNetwork, taskReasons.waitingForVolume])

/** Holds back a task that is not to begin (`isUnbegun`). */
export function whileDeclared(plan: TaskPlan, task: V1Task, { store }: Pick<Ports, 'store'>): TaskPlan {
  const isToBegin = begins.has(plan.step.do) || waitsToBegin.has(plan.reason)
  if (!isToBegin || !isUnbegun(task, store)) return plan
  const message = `the service ${serviceKeyOf(task)} is in no file any more, and goes: it begins if a file declares it again`
  return step({ do: 'wait' }, plan.phase, { reason: taskReasons.waitingForFile, message })
}
