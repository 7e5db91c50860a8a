import type { V1Task } from '../../../api/v1/generated/types.ts'
import { serviceKeyOf } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { isMissingFromFiles } from '../../../store/source/facts/missing-facts.ts'
import type { Store } from '../../../store/objects/store.ts'
import { lastRolloutOfBackup } from '../../holds/last-rollout.ts'
import type { Ports } from '../../runtime/ports.ts'
import { step, type TaskPlan, type TaskStep } from '../step.ts'

/** Steps that begin a task. */
const begins: ReadonlySet<TaskStep['do']> = new Set(['pull', 'build', 'create', 'start'])

/**
 * Holds back the tasks of a service that is in no file any more and of which nothing ran: they would take the names, ports and data that its
 * successor needs, to go soon. What ran before is kept up until it goes (S1); that only a backup says so does not count, unless a rollout
 * began since.
 */
export function whileDeclared(plan: TaskPlan, task: V1Task, { store }: Pick<Ports, 'store'>): TaskPlan {
  const key = serviceKeyOf(task)
  if (!begins.has(plan.step.do) || !isMissingFromFiles(store, `Service/${key}`) || hasRun(task, store)) return plan
  const message = `the service ${key} is in no file any more, and goes: it begins if a file declares it again`
  return step({ do: 'wait' }, plan.phase, { reason: taskReasons.waitingForFile, message })
}

function hasRun(task: V1Task, store: Store): boolean {
  const key = serviceKeyOf(task)
  const { currentRevision, rollout } = store.get('Service', key)?.status ?? {}
  const last = lastRolloutOfBackup(store)
  if (last === undefined) return isStarted(task) || currentRevision !== undefined
  if (currentRevision !== undefined && Date.parse(rollout?.startedAt ?? '') > last) return true
  return [...store.by('Task', 'service', key).values()].some(isStarted)
}

/** Whether this state saw it run: a backup does not have that. */
function isStarted({ status }: V1Task): boolean {
  return status?.startedAt !== undefined
}
