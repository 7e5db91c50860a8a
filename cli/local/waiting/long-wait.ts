import { getCondition } from '../../../api/v1/conditions.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { describeRef, refOf } from '../../../api/v1/metadata.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { progressDeadline } from '../../../api/v1/progress-deadline.ts'
import { conditionTypes, taskReasons } from '../../../api/v1/reasons.ts'
import type { WaitView } from './wait-view.ts'

/** What is waited for so long is worth a word, ms: who comes from docker compose expects that `up` returns. */
const TELL_AFTER_MS = 10_000

/** Says once, after a while, which service's health check is waited for, and for how long. */
export function createLongWait(since: number): (view: WaitView) => ProgressEvent | undefined {
  let isTold = false
  return ({ objects, isFresh, now }) => {
    if (isTold || !isFresh || now < since + TELL_AFTER_MS) return undefined
    const service = objects.find((object): object is V1Service => object.kind === 'Service' && isChecked(object))
    if (!service) return undefined
    isTold = true
    const seconds = progressDeadline(service.spec)
    const message = `${describeRef(refOf(service))} is waited for until its health check passes, for ${seconds} s at most after its last progress; --timeout ends that sooner`
    return { type: 'warning', message }
  }
}

function isChecked({ status }: V1Service): boolean {
  return getCondition(status?.conditions, conditionTypes.ready)?.reason === taskReasons.healthStarting
}
