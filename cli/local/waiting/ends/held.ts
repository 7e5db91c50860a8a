import { getCondition } from '../../../../api/v1/conditions.ts'
import type { V1Maker, V1Task } from '../../../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import { isObserved, namedOnCommandLine, refOf } from '../../../../api/v1/metadata.ts'
import type { OutcomeWords } from '../../../../api/v1/installation/progress.ts'
import { progressDeadline } from '../../../../api/v1/progress-deadline.ts'
import { pausedReasons, unmendedReasons } from '../../../../api/v1/reason-groups.ts'
import { conditionTypes, serviceReasons, taskReasons } from '../../../../api/v1/reasons.ts'
import { resourceIdOf } from '../../../../store/source/reading/reading.ts'
import { isAtWork } from '../../../../controllers/service/plan/rollout.ts'
import { replicaOf } from '../../../../controllers/service/replica.ts'
import { restartCommand } from '../../../../controllers/service/restart.ts'
import { makerFor } from '../../../../controllers/adoption/maker-for.ts'
import { isRetiring } from '../../../../api/v1/task-phase.ts'
import type { Fault } from './faults.ts'
import { pendingOf } from '../view/pending.ts'
import { replaced } from './replaced.ts'
import { correct, GO_ON, saidTogether } from './said-together.ts'
import { GOES_ON } from './stall-remedy.ts'
import { isToEnd, lastWords, nameOf, placeIn, tasksOf, type WaitView } from '../view/wait-view.ts'

/** How long a hold must stand before it ends the wait, ms: the next event may lift it. */
export const SETTLE_MS = 1_500
/** How long a service that crashes gets to come up after all, ms: what it needs may come up later. */
const CRASHING_MS = 15_000
/** How often a registry that does not answer is asked, in 8 s or longer; a rollout waits for it until its own deadline. */
const PULL_ATTEMPTS = 5
/** The reasons of holds that only a person can lift. */
const FINAL: ReadonlySet<string> = new Set([...unmendedReasons, ...pausedReasons])

/** An object that has not been ready for a while, and why. */
export interface Standing {
  readonly object: ObjectOf
  readonly id: string
  readonly name: string
  readonly subject: string
  readonly stack: string | undefined
  readonly reason: string
  readonly message: string
  readonly maker: V1Maker | undefined
  readonly forMs: number
}

/** Returns the objects that are not ready, as judged by their present spec, for at least `settleMs`. */
export function standing({ objects, tasks, isFresh, now }: WaitView, settleMs = SETTLE_MS): Standing[] {
  if (!isFresh) return []
  return objects.flatMap((object): Standing[] => {
    if (!isObserved(object)) return []
    const ready = getCondition(object.status?.conditions, conditionTypes.ready)
    if (!ready || ready.status === 'True') return []
    const forMs = now - Date.parse(ready.lastTransitionTime ?? '')
    if (forMs < settleMs) return []
    const subject = namedOnCommandLine(refOf(object))
    return [
      {
        ...{ object, forMs, subject },
        id: resourceIdOf(object),
        name: nameOf(object),
        stack: object.metadata.namespace,
        reason: ready.reason ?? '',
        message: ready.message ?? '',
        maker: makerFor(object, object.kind === 'Service' ? tasksOf(object, tasks) : []),
      },
    ]
  })
}

/**
 * Faults for what only a person can mend. `isEnding`: the wait ends anyway, so holds that have just begun, and services that may still come
 * up, count too. Pure.
 */
export function held(view: WaitView, isEnding = false): readonly Fault[] {
  const all = standing(view, isEnding ? 0 : SETTLE_MS)
  const together = saidTogether(all)
  const ends = (each: Standing) => isFinal(each, view) || isNotToBeHad(each, view) || isOverdue(each, view)
  return all
    .filter((each) => ends(each) || (isEnding && isFailing(each, view)))
    .map((found) => {
      const words = together(found)
      const { name, id } = found
      return words ? { id: words.message, name, say: () => words } : { id, name, say: () => wordsOf(found, view) }
    })
}

function wordsOf(found: Standing, view: WaitView): OutcomeWords {
  const lines = found.object.kind === 'Service' ? lastWords(found.object, view.tasks) : []
  const { message, remedy } = replaced(found) ?? { message: found.message, remedy: remedyOf(found, view) }
  return { ...holdWords({ ...found, message }, view, remedy), ...(lines.length > 0 ? { lines } : {}) }
}

/** The remedy for tasks that stay where their placement forbids it; how what their data keeps is moved is in the message. */
const MISPLACED =
  'allow that node in its placement again, move what its data keeps there as that says, or make another node fit'

/** The words for an object that is not ready: its message, its place in the manifests, and the remedy. */
export function holdWords({ name, message, object }: Standing, view: WaitView, remedy: string): OutcomeWords {
  return { message: `${name}: ${message}${placeIn(view, object)}`, remedy }
}

function isFailing({ object }: Standing, { tasks }: WaitView): boolean {
  return object.kind === 'Service' && pendingOf(object, tasks).some(({ status }) => (status?.failures ?? 0) > 0)
}

function isFinal(found: Standing, view: WaitView): boolean {
  return FINAL.has(found.reason) || crashes(found, view) || hasEndedForGood(found)
}

function remedyOf(found: Standing, view: WaitView): string {
  const look = correct(found.subject)
  if (found.reason === serviceReasons.tasksMisplaced) return MISPLACED
  if (pausedReasons.has(found.reason)) return GO_ON
  if (FINAL.has(found.reason)) return look
  const retried = `${found.object.metadata.name} -n ${found.stack ?? ''}`
  const lacks = withoutImage(found, view).map(({ status }) => status?.reason)
  if (lacks.includes(taskReasons.pullFailed))
    return `a registry that is away for the moment is asked again ${GOES_ON}; else correct the image's name, log in to its registry with \`docker login\`, or bring it to the host with \`docker load\`; then apply again, or once its rollout has failed \`reconcile rollout retry ${retried}\``
  if (lacks.includes(taskReasons.noSpace)) return `make room on that disk: the image is asked for again ${GOES_ON}`
  if (found.reason === taskReasons.gaveUp)
    return `look at it with \`reconcile describe ${found.subject}\`; correct the manifest and apply again, or ${restartCommand(found.object)} once its cause is gone`
  if (found.reason === taskReasons.crashLoop)
    return `it is started again by its engine, or ${GOES_ON}, and may come up yet; else ${look}`
  return look
}

/**
 * Whether a service has been crashing for too long. While an update is rolled out, its rollout decides whether it failed, and it may be
 * rolled back: a wait that ended before would leave that undone. The same holds for a service that is to run to its end.
 */
function crashes({ object, reason, forMs }: Standing, view: WaitView): boolean {
  if (reason !== taskReasons.crashLoop || forMs < CRASHING_MS || object.kind !== 'Service') return false
  const { rollout, currentRevision } = object.status ?? {}
  return rollout?.state !== 'Progressing' || (currentRevision === undefined && !isToEnd(object, view))
}

/** Whether tasks of a completed rollout ended for good, or lack their image: no rollout fails for them, and only a person can mend that. */
function hasEndedForGood({ object, reason }: Standing): boolean {
  return FOR_GOOD.has(reason) && object.kind === 'Service' && object.status?.rollout?.state === 'Completed'
}

const FOR_GOOD: ReadonlySet<string> = new Set([taskReasons.gaveUp, taskReasons.imageMissing])

/**
 * Whether a service whose rollout is complete has made no progress in this wait for its progress deadline: no rollout will end such a wait.
 * Never while it waits for another service, for a host or for room on one, nor while a task that is to run to its end works. A task that
 * fails makes no progress, however often it starts.
 */
function isOverdue({ object, forMs }: Standing, view: WaitView): boolean {
  const { tasks, now, since } = view
  if (object.kind !== 'Service' || object.status?.rollout?.state !== 'Completed') return false
  const live = tasksOf(object, tasks).filter((task) => !isRetiring(task))
  if (isToEnd(object, view) && live.some(isAtWork)) return false
  if (live.map(replicaOf).some(({ heldUp, unplaced }) => heldUp || unplaced)) return false
  const moving = live.filter(({ status }) => !status?.failures).map(replicaOf)
  const moved = moving.flatMap(({ movedAt, startsUntil }) => [movedAt, startsUntil])
  return now - Math.max(since, now - forMs, ...moved) >= progressDeadline(object.spec) * 1000
}

/**
 * Whether an image of the service is not to be had: its registry was asked often enough, the image does not fit on the disk, or nobody asks
 * for it, as it is never to be pulled. A rollout fails by itself for an image that a registry does not have.
 */
function isNotToBeHad(found: Standing, view: WaitView): boolean {
  return withoutImage(found, view).some(({ status: { reason, failures = 0 } = {} }) => {
    if (reason === taskReasons.pullFailed) return failures >= PULL_ATTEMPTS
    return reason === taskReasons.noSpace || failures === 0
  })
}

/** The service's tasks that lack their image. The service does not report that while old tasks run. */
function withoutImage({ object }: Standing, { tasks }: WaitView): readonly V1Task[] {
  if (object.kind !== 'Service') return []
  return tasksOf(object, tasks).filter((task) => !isRetiring(task) && NO_IMAGE.has(task.status?.reason ?? ''))
}

const NO_IMAGE: ReadonlySet<string> = new Set([
  ...[taskReasons.noSpace, taskReasons.pullFailed, taskReasons.imageMissing],
])
