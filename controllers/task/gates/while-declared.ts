import type { V1Task } from '../../../api/v1/generated/types.ts'
import { serviceKeyOf } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { isMissingFromFiles } from '../../../store/source/facts/missing-facts.ts'
import type { Ports } from '../../runtime/ports.ts'
import { step, type TaskPlan, type TaskStep } from '../step.ts'

/** Steps that begin a task. */
const begins: ReadonlySet<TaskStep['do']> = new Set(['pull', 'build', 'create', 'start'])

/**
 * Holds back the first tasks of a service that is in no file any more: they would take the names, ports and data that its successor needs,
 * to go soon. What ran before is kept up until it goes (S1).
 */
export function whileDeclared(plan: TaskPlan, task: V1Task, { store }: Pick<Ports, 'store'>): TaskPlan {
  const key = serviceKeyOf(task)
  const hasRun =
    task.status?.startedAt !== undefined || store.get('Service', key)?.status?.currentRevision !== undefined
  if (!begins.has(plan.step.do) || hasRun || !isMissingFromFiles(store, `Service/${key}`)) return plan
  const message = `the service ${key} is in no file any more, and goes: it begins if a file declares it again`
  return step({ do: 'wait' }, plan.phase, { reason: taskReasons.waitingForFile, message })
}
