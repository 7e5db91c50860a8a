import type { V1Condition, V1ServiceStatus, V1Task } from '../../../api/v1/generated/types.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { replicaOf } from '../replica.ts'
import { desiredCount, isReady } from '../slots.ts'
import type { ServiceView } from '../view.ts'

/** The numbers of tasks in a status. */
export type Counts = Required<
  Pick<
    V1ServiceStatus,
    'replicas' | 'desiredReplicas' | 'updatedReplicas' | 'readyReplicas' | 'runningReplicas' | 'completedReplicas'
  >
>

/** What a condition says. */
export type Said = Required<Pick<V1Condition, 'status' | 'reason' | 'message'>>

/** How many replicas are to run; in a pause as many as before it, as nothing else is decided yet. */
export function desired({ service, nodes, stopped: isStopped, paused }: ServiceView): number {
  const { desiredReplicas: before } = service.status ?? {}
  if (paused && before !== undefined) return before
  return isStopped ? 0 : desiredCount(service, nodes)
}

/** The first task that is to stay and is not ready. */
export function waitingIn({ tasks }: ServiceView): V1Task | undefined {
  return tasks.find((task) => !replicaOf(task).retiring && !isReady(task))
}

/** A task, and what it says of itself. */
export function wordsOf({ metadata, status }: V1Task): string {
  return `${metadata.name}: ${status?.message ?? 'not looked at yet'}`
}

/**
 * As `wordsOf`, but without the progress of a pull or build: that changes all the time, and would make each step a write of the service's
 * status.
 */
export function steadyWords(task: V1Task): string {
  return GETTING.has(task.status?.reason ?? '') ? `${task.metadata.name}: its image is on its way` : wordsOf(task)
}

const GETTING: ReadonlySet<string> = new Set([taskReasons.pulling, taskReasons.building])
