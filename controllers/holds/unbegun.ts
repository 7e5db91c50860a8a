import type { V1Task } from '../../api/v1/generated/types.ts'
import { serviceKeyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import { isMissingFromFiles } from '../../store/source/facts/missing-facts.ts'
import { lastRolloutOfBackup } from './last-rollout.ts'

/**
 * Whether a task is not to begin, as its service is in no file any more and nothing of it ran: it would take the names, ports and data that
 * its successor needs, to go soon. What ran before is kept up until it goes (S1); that only a backup says so does not count, unless a
 * rollout began since.
 */
export function isUnbegun(task: V1Task, store: Store): boolean {
  return isMissingFromFiles(store, `Service/${serviceKeyOf(task)}`) && !hasRun(task, store)
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
