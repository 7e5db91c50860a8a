import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Service } from '../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { readyCount } from '../../api/v1/ready-count.ts'
import { failsAgainReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes, serviceReasons, taskReasons } from '../../api/v1/reasons.ts'
import { plainText } from '../output/plain-text.ts'

/** The progress of a rollout in words, and how it ended. */
export interface Standing {
  readonly text: string
  /** Absent while it continues. */
  readonly end?: 'complete' | 'failed' | 'down'
}

/** The progress of a service's rollout, with what it waits for. A service that no longer exists has failed. Pure. */
export function standingOf(object: ObjectOf | undefined): Standing {
  if (object?.kind !== 'Service') return { text: 'it is not there any more', end: 'failed' }
  const { metadata, status = {} } = object
  const { state = 'None', message } = status.rollout ?? {}
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 1))
    return { text: 'what it is to be was not looked at yet' }
  const said = {
    why: message === undefined ? '' : `: ${plainText(message)}`,
    ready: readyCount(status),
    paused: pausedOf(object),
  }
  if (state === 'Completed' && isDown(object))
    return { text: `rolled out, and fails since: ${said.ready}`, end: 'down' }
  return STANDINGS[state]?.(said) ?? { text: underWay(object) }
}

/** Whether its tasks fail again and again, though they were rolled out. */
function isDown({ status }: V1Service): boolean {
  const ready = getCondition(status?.conditions, conditionTypes.ready)
  return ready?.status === 'False' && failsAgainReasons.has(ready.reason ?? '')
}

/** Reasons whose message counts progress and so changes all the time; it is not shown. */
const COUNTING: ReadonlySet<string> = new Set([taskReasons.pulling, taskReasons.building])

/** A message that says it all: it begins with how many are updated, as one that some task fits no node may not. */
const WHOLE = /^\d+ of \d+ updated;/

function underWay(service: V1Service): string {
  const { updatedReplicas = 0, desiredReplicas = 0, conditions } = service.status ?? {}
  const { reason = '', message } = getCondition(conditions, conditionTypes.ready) ?? {}
  if (message !== undefined && WHOLE.test(message)) return plainText(message)
  const what = message === undefined || COUNTING.has(reason) ? readyCount(service.status ?? {}) : plainText(message)
  return `${updatedReplicas} of ${desiredReplicas} updated, ${what}`
}

type Said = {
  readonly why: string
  readonly ready: string
  /** How many are ready, and that rollouts are paused; set only if the service is Ready. */
  readonly paused?: string | undefined
}

const STANDINGS: Readonly<Record<string, (said: Said) => Standing>> = {
  Completed: ({ ready, paused }) => ({ text: `rolled out, ${paused ?? ready}`, end: 'complete' }),
  Stalled: ({ why }) => ({ text: `the rollout failed${why}`, end: 'failed' }),
  RolledBack: ({ why }) => ({ text: `rolled back${why}`, end: 'failed' }),
  RollingBack: ({ why, ready }) => ({ text: `rolling back, ${ready}${why}` }),
  Paused: ({ why, ready }) => ({ text: `paused, ${ready}${why}` }),
}

/** The message of a Ready service whose rollouts are paused. */
function pausedOf({ status }: V1Service): string | undefined {
  const ready = getCondition(status?.conditions, conditionTypes.ready)
  return ready?.status === 'True' && ready.reason === serviceReasons.rolloutPaused
    ? plainText(ready.message ?? '')
    : undefined
}
