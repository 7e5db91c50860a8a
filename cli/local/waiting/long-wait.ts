import type { V1Service } from '../../../api/v1/generated/types.ts'
import { describeRef, refOf } from '../../../api/v1/metadata.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { progressDeadline } from '../../../api/v1/progress-deadline.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { isToEnd, reasonOf, servicesAmong, tasksOf, type WaitView } from './view/wait-view.ts'

/** When a wait explains itself, ms: users of docker compose expect that `up` returns. */
const TELL_AFTER_MS = 10_000

/**
 * Returns a function that warns after a while, once each, which service's health check or end is waited for, and how long that may take.
 */
export function createLongWait(since: number, isServed: boolean): (view: WaitView) => ProgressEvent | undefined {
  const untold = new Set([checkWords, (view: WaitView) => endWords(view, isServed)])
  return (view) => {
    if (!view.isFresh || view.now < since + TELL_AFTER_MS) return undefined
    for (const wordsOf of untold) {
      const message = wordsOf(view)
      if (message === undefined) continue
      untold.delete(wordsOf)
      return { type: 'warning', message }
    }
    return undefined
  }
}

function checkWords({ objects }: WaitView): string | undefined {
  const service = servicesAmong(objects).find((each) => reasonOf(each) === taskReasons.healthStarting)
  if (!service) return undefined
  const seconds = progressDeadline(service.spec)
  return `${describeRef(refOf(service))} is waited for until its health check passes, for ${seconds} s at most after its last progress; --timeout ends that sooner`
}

/** A service that is to end may run for as long as it likes: only the person who waits knows how long is too long. */
function endWords(view: WaitView, isServed: boolean): string | undefined {
  const service = servicesAmong(view.objects).find((each) => hasRunLong(each, view))
  if (!service || Number.isFinite(view.deadline)) return undefined
  const goesOn = isServed
    ? 'serve goes on with it and with what waits for it'
    : 'its container runs on, and what waits for it is started by the next apply, or by `reconcile serve`'
  return `${describeRef(refOf(service))} is waited for until it has ended, however long it runs (progressDeadlineSeconds is for what does not get to run); --timeout or Ctrl-C end the wait: ${goesOn}`
}

function hasRunLong(service: V1Service, view: WaitView): boolean {
  return (
    isToEnd(service, view) &&
    tasksOf(service, view.tasks).some(
      ({ status: { phase, startedAt = '' } = {} }) =>
        phase === 'Running' && view.now - Date.parse(startedAt) >= TELL_AFTER_MS,
    )
  )
}
