import { getCondition, isTrue } from '../../../api/v1/conditions.ts'
import { exits } from '../../../api/v1/installation-error.ts'
import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { describeRef, isBeingDeleted, isObserved, namedOnCommandLine, refOf } from '../../../api/v1/metadata.ts'
import type { Outcome } from '../../../api/v1/progress.ts'
import {
  approvableReasons,
  conditionTypes,
  holdReasons,
  pausedReasons,
  serviceReasons,
  taskReasons,
  unmendedReasons,
} from '../../../api/v1/reasons.ts'
import { isStopped } from '../../../api/v1/stopped.ts'
import { isRetiring } from '../../../controllers/task/phase.ts'
import { engineRemedy } from '../../engine-remedy.ts'
import { madeByCompose } from './made-by-compose.ts'
import type { Hold } from '../../../store/source/hold.ts'
import { resourceIdOf } from '../../../store/source/reading.ts'

/** What is known when somebody waits for stacks to converge. */
export interface WaitView {
  /** Everything declared in these stacks, and the nodes. */
  readonly objects: readonly ObjectOf[]
  readonly tasks: readonly V1Task[]
  /** What must be gone and is still there. */
  readonly leaving: readonly string[]
  /** Nodes that do not answer, and since when (ms ago). */
  readonly silent: readonly { readonly node: string; readonly because: string; readonly forMs: number }[]
  /** What waits for `approve`. */
  readonly holds: readonly Pick<Hold, 'message' | 'resources'>[]
  /** Why the state can't be written, so that nothing more is done. */
  readonly refusal?: string
  /** Whether all statuses are of now: each host is listed, and every loop has looked at everything once. */
  readonly isFresh: boolean
  /** Whether no loop is at anything of these stacks: a hold of before may be about to end while one is. */
  readonly isIdle: boolean
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** A hold must stand for this long before it ends the wait: the next event may lift it. */
const SETTLE_MS = 1_500
/** A service that crashes is given this long to come up after all: what it needs may come up later. */
const CRASHING_MS = 15_000
/** A registry that does not answer is asked so often, in 8 s or longer: a rollout waits for it until its deadline. */
const PULL_ATTEMPTS = 5
/** A host that answered before is given this long: engines are restarted. */
const SILENCE_MS = 15_000

/** Whether the wait is over and how it ended; undefined while there is hope. Pure and total. */
export function verdictOf(view: WaitView): Outcome | undefined {
  const others = withoutWaiting(view)
  return (
    stateRefused(view) ??
    unreachable(view) ??
    failed(others) ??
    converged(view) ??
    waitsForApproval(view) ??
    held(others) ??
    leftOver(view)
  )
}

/** What waits for approval is as older files had it: that it failed says nothing of what was asked for now. */
function withoutWaiting(view: WaitView): WaitView {
  return { ...view, objects: view.objects.filter((object) => !isWaiting(object, view)) }
}

function isWaiting(object: ObjectOf, { holds }: WaitView): boolean {
  return holds.some(({ resources }) => resources.includes(resourceIdOf(object)))
}

/** What is not yet as declared, for the message at a deadline: the first few with their reasons. */
export function whatIsMissing({ objects, tasks, leaving }: WaitView): string {
  const waiting = objects
    .filter((object) => !isDone(object))
    .map((object) => `${nameOf(object)}: ${readyWords(object)}`)
  const going = [...leaving, ...tasks.filter(isRetiring).map((task) => describeRef(refOf(task)))]
  const all = [...waiting, ...going.map((id) => `${id} is not gone yet`)]
  return all.length > 5 ? `${all.slice(0, 5).join('; ')}; and ${all.length - 5} more` : all.join('; ')
}

/** That nothing more is done, as the state can't be written. */
export function stateRefused({ refusal }: Pick<WaitView, 'refusal'>): Outcome | undefined {
  if (refusal === undefined) return undefined
  return {
    type: 'outcome',
    exit: exits.failed,
    message: `nothing more is done, as the state can't be written: ${refusal}`,
    remedy: 'make room on the disk of RECONCILE_HOME, then apply again',
  }
}

function unreachable({ silent }: WaitView): Outcome | undefined {
  const lost = silent.find(({ forMs }) => forMs >= SILENCE_MS)
  if (!lost) return undefined
  return {
    type: 'outcome',
    exit: exits.unreachable,
    message: `the engine of node ${lost.node} can't be reached: ${lost.because}`,
    remedy: engineRemedy(lost.because),
  }
}

function failed({ objects, tasks, isFresh }: WaitView): Outcome | undefined {
  if (!isFresh) return undefined
  const service = objects.find((object): object is V1Service => object.kind === 'Service' && hasFailed(object))
  if (!service) return undefined
  const { rollout } = service.status ?? {}
  const rolledBack = rollout?.state === 'RolledBack'
  const why = (rolledBack ? undefined : rollout?.message) ?? readyWords(service)
  const what = rolledBack ? `was rolled back to ${rollout.revision ?? 'its last revision'}` : 'failed'
  const lines = lastWords(service, tasks)
  const { name, namespace = '' } = service.metadata
  return {
    type: 'outcome',
    exit: exits.failed,
    message: `${nameOf(service)} ${what}: ${rollout?.message ?? why}`,
    remedy: `look at it with \`reconcile describe service/${name} -n ${namespace}\`; correct the manifest and apply again, or \`reconcile rollout retry ${name} -n ${namespace}\` once its cause is gone`,
    ...(lines.length > 0 ? { lines } : {}),
  }
}

function hasFailed(service: V1Service): boolean {
  if (!isObserved(service) || isBeingDeleted(service) || isStopped(service) || isStopping(service)) return false
  const state = service.status?.rollout?.state
  return state === 'Stalled' || state === 'RolledBack'
}

/** What failed before is no matter of its stop. */
function isStopping({ status }: V1Service): boolean {
  return getCondition(status?.conditions, conditionTypes.ready)?.reason === serviceReasons.stoppingInOrder
}

function tasksOf({ metadata }: V1Service, tasks: readonly V1Task[]): readonly V1Task[] {
  return tasks.filter(
    ({ spec, metadata: { namespace } }) => spec.service === metadata.name && namespace === metadata.namespace,
  )
}

function lastWords(service: V1Service, tasks: readonly V1Task[]): readonly string[] {
  const failing = tasksOf(service, tasks).find(
    ({ status }) => (status?.lastLogLines?.length ?? 0) > 0 && !isTrue(status?.conditions, 'Ready'),
  )
  return failing?.status?.lastLogLines?.slice(-10) ?? []
}

function converged(view: WaitView): Outcome | undefined {
  const { objects, holds } = view
  if (holds.length > 0 || !isAtRest(view)) return undefined
  const services = objects.filter(({ kind }) => kind === 'Service').length
  return {
    type: 'outcome',
    exit: exits.converged,
    message: `converged: ${services} ${services === 1 ? 'service' : 'services'}`,
  }
}

/** What is left behind of a scale-down or a rollout would be left for good, where no serve goes on with it. */
function isAtRest(view: WaitView): boolean {
  const { objects, tasks, leaving, isFresh } = view
  const isResting = (object: ObjectOf) => isDone(object) || (isWaiting(object, view) && hasGivenUp(object, view))
  return isFresh && leaving.length === 0 && !tasks.some(isRetiring) && objects.every(isResting)
}

function hasGivenUp(object: ObjectOf, view: WaitView): boolean {
  const alone = { ...view, objects: [object] }
  return failed(alone) !== undefined || held(alone) !== undefined
}

function isDone(object: ObjectOf): boolean {
  if (object.kind === 'Stack') return true
  if (isBeingDeleted(object) || !isObserved(object) || !isTrue(object.status?.conditions, conditionTypes.ready))
    return false
  if (object.kind !== 'Service' || isStopped(object)) return true
  const { state = 'None' } = object.status?.rollout ?? {}
  return state === 'Completed' || (state === 'None' && (object.status?.desiredReplicas ?? 0) === 0)
}

function waitsForApproval(view: WaitView): Outcome | undefined {
  // What waits holds up nothing else, which is done first.
  const [hold] = isAtRest(view) ? view.holds : []
  const held = standing(view).find(isApprovable)
  if (hold === undefined && !held) return undefined
  return {
    type: 'outcome',
    exit: exits.approval,
    message: hold?.message ?? `${held?.name} waits for a decision: ${held?.message}`,
    remedy:
      hold === undefined ? `\`reconcile approve ${held?.subject}\`, if that is meant` : 'approve it, if that is meant',
  }
}

/** Another engine is approved for its node: it holds all that is to be there. */
function isApprovable({ object, reason }: Standing): boolean {
  return approvableReasons.has(reason) && (reason !== holdReasons.engineChanged || object.kind === 'Node')
}

function held(view: WaitView): Outcome | undefined {
  const crashes = ({ reason, forMs }: Standing) => reason === taskReasons.crashLoop && forMs >= CRASHING_MS
  const all = standing(view)
  const found = all.find((each) => FINAL.has(each.reason) || crashes(each) || isNotToBeHad(each, view))
  if (!found) return undefined
  const adoptable = madeByCompose(found, all)
  if (adoptable) return adoptable
  const lines = found.object.kind === 'Service' ? lastWords(found.object, view.tasks) : []
  return {
    type: 'outcome',
    exit: exits.failed,
    message: `${found.name}: ${found.message}`,
    remedy: `look at it with \`reconcile describe ${found.subject}\`, then correct what it says`,
    ...(lines.length > 0 ? { lines } : {}),
  }
}

/** Whether the registry was asked often enough for an image of the service, or that does not fit on the disk; as its old tasks may run meanwhile, its tasks say so. */
function isNotToBeHad({ object }: Standing, { tasks }: WaitView): boolean {
  if (object.kind !== 'Service') return false
  return tasksOf(object, tasks).some(
    (task) =>
      !isRetiring(task) &&
      (task.status?.reason === taskReasons.noSpace ||
        (task.status?.reason === taskReasons.pullFailed && (task.status.failures ?? 0) >= PULL_ATTEMPTS)),
  )
}

/**
 * What containers of others use, and what fits on no node, is waited for no longer once all else is done: what goes on meanwhile
 * would be cut off, and may make room.
 */
function leftOver(view: WaitView): Outcome | undefined {
  if (!view.isIdle || view.silent.length > 0) return undefined
  const kept = standing(view).filter(({ reason }) => LEFT.has(reason))
  const [first] = kept
  const keptIds = new Set(kept.map(({ id }) => id))
  const isOver = view.objects.every((object) => keptIds.has(resourceIdOf(object)) || isDone(object))
  if (!first || !isOver || view.tasks.some(isRetiring) || view.leaving.some((id) => !keptIds.has(id))) return undefined
  return {
    type: 'outcome',
    exit: exits.failed,
    message: `${first.name}: ${first.message}`,
    remedy: 'do as it says, then give this command again; nothing else is left to do',
  }
}

const LEFT: ReadonlySet<string> = new Set([holdReasons.foreignUsers, taskReasons.noNodeFits])

/** Holds that nothing but a person lifts. */
const FINAL: ReadonlySet<string> = new Set([...unmendedReasons, ...pausedReasons])

interface Standing {
  readonly object: ObjectOf
  readonly id: string
  readonly name: string
  readonly subject: string
  readonly stack: string | undefined
  readonly reason: string
  readonly message: string
  readonly forMs: number
}

/** The holds that are about the present spec and have stood for a while. */
function standing({ objects, isFresh, now }: WaitView): Standing[] {
  if (!isFresh) return []
  return objects.flatMap((object): Standing[] => {
    if (!isObserved(object)) return []
    const ready = getCondition(object.status?.conditions, conditionTypes.ready)
    if (!ready || ready.status === 'True') return []
    const forMs = now - Date.parse(ready.lastTransitionTime ?? '')
    if (forMs < SETTLE_MS) return []
    const subject = namedOnCommandLine(refOf(object))
    return [
      {
        ...{ object, forMs, subject },
        id: resourceIdOf(object),
        name: nameOf(object),
        stack: object.metadata.namespace,
        reason: ready.reason ?? '',
        message: ready.message ?? '',
      },
    ]
  })
}

function readyWords(object: ObjectOf): string {
  const ready = getCondition(object.status?.conditions, conditionTypes.ready)
  return ready?.message ?? ready?.reason ?? 'not looked at yet'
}

function nameOf(object: ObjectOf): string {
  return describeRef(refOf(object))
}
