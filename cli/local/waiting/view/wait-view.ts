import { getCondition, isTrue } from '../../../../api/v1/conditions.ts'
import type { V1Service, V1Task } from '../../../../api/v1/generated/types.ts'
import { groupBy } from '../../../../api/v1/language/group-by.ts'
import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import { keyOf, serviceKeyOf } from '../../../../api/v1/names.ts'
import { describeRef, isBeingDeleted, isObserved, refOf } from '../../../../api/v1/metadata.ts'
import { conditionTypes, holdReasons } from '../../../../api/v1/reasons.ts'
import { isStopped } from '../../../../api/v1/stopped.ts'
import type { Hold } from '../../../../store/source/facts/hold.ts'
import type { Key } from '../../../../store/objects/store.ts'
import { resourceIdOf, type ResourceId } from '../../../../store/source/reading/reading.ts'
import type { Unreached } from '../../../engine-remedy.ts'
import type { LeftBefore } from './left-updates.ts'
import type { Fault } from '../ends/faults.ts'
import type { Refusals } from '../ends/refusals.ts'

/** The snapshot from which a wait for stacks is judged. */
export interface WaitView {
  /** The awaited objects of the stacks, and the nodes. */
  readonly objects: readonly ObjectOf[]
  /** In a wait for single services: what else these use. */
  readonly usedBeside?: readonly ObjectOf[]
  readonly tasks: readonly V1Task[]
  /** The services that are to run to their end, as jobs: while they run they are not done. */
  readonly toEnd?: ReadonlySet<Key>
  /** What must be gone and still exists. */
  readonly leaving: readonly string[]
  /** Nodes that do not answer, and for how long, ms. */
  readonly silent: readonly (Unreached & { readonly node: string; readonly because: string; readonly forMs: number })[]
  /** Whether other hosts answer. */
  readonly othersAnswer?: boolean
  /** What waits for `approve`. */
  readonly holds: readonly Pick<Hold, 'message' | 'resources'>[]
  /** Why the state can't be written, so that nothing more is done. */
  readonly refusal?: string
  /** Whether all statuses are current: each host is listed, and every loop has looked at everything once. */
  readonly isFresh: boolean
  /** Whether no loop is working on these stacks: while one is, an older hold may be about to end. */
  readonly isIdle: boolean
  /** Since when, in this wait, an engine refuses or fails at something, or something that is to go is in the way. */
  readonly refusals?: Refusals
  /** Where something other than an update was asked for: the updates that had failed or were paused by then, and are ignored. */
  readonly leftBefore?: LeftBefore
  /** Faults for what was asked for and somebody else overrode since; absent: nothing. */
  readonly overridden?: readonly Fault[]
  /** When the wait began, ms since the epoch. */
  readonly since: number
  /** Milliseconds since the epoch. */
  readonly now: number
  /** When the wait ends at the latest, ms since the epoch; absent: when all is over. */
  readonly deadline?: number
  /** Whether something is not declared; only where this command alone declares anything. */
  readonly isUndeclared?: (id: ResourceId) => boolean
  /** Where an object is declared, to end a message about it: ` (shop/web.yaml:6)`. */
  readonly placeOf?: (id: ResourceId) => string
}

/** The services among objects. */
export function servicesAmong(objects: readonly ObjectOf[]): readonly V1Service[] {
  return objects.filter((object): object is V1Service => object.kind === 'Service')
}

/** Whether an object is as its present spec says; for a service that is to run to its end, whether it has ended. */
export function isDone(object: ObjectOf, view: Pick<WaitView, 'toEnd'> = {}): boolean {
  if (object.kind === 'Stack') return true
  if (isBeingDeleted(object) || !isObserved(object) || !isTrue(object.status?.conditions, conditionTypes.ready))
    return false
  return object.kind !== 'Service' || isStopped(object) || isRolledOut(object, view)
}

function isRolledOut(service: V1Service, view: Pick<WaitView, 'toEnd'>): boolean {
  const { rollout, desiredReplicas = 0 } = service.status ?? {}
  if (rollout?.state === 'Completed') return !isYetToEnd(service, view)
  return (rollout?.state ?? 'None') === 'None' && desiredReplicas === 0
}

function isYetToEnd(service: V1Service, view: Pick<WaitView, 'toEnd'>): boolean {
  const { completedReplicas = 0, desiredReplicas = 0 } = service.status ?? {}
  return completedReplicas < desiredReplicas && isToEnd(service, view)
}

/** Whether a service is to run to its end. */
export function isToEnd(service: V1Service, { toEnd }: Pick<WaitView, 'toEnd'>): boolean {
  return toEnd?.has(keyOf(service)) === true
}

/** Whether the deadline is not over yet. */
export function hasTime({ now, deadline = Number.POSITIVE_INFINITY }: Pick<WaitView, 'now' | 'deadline'>): boolean {
  return now < deadline
}

/** The tasks of a service. The tasks of a view are grouped once, as this is asked for each of many services. */
export function tasksOf(service: V1Service, tasks: readonly V1Task[]): readonly V1Task[] {
  const known = byService.get(tasks) ?? groupBy(tasks, serviceKeyOf)
  byService.set(tasks, known)
  return known.get(keyOf(service)) ?? []
}

const byService = new WeakMap<readonly V1Task[], ReadonlyMap<string, readonly V1Task[]>>()

/** The last lines that a failing task of a service printed, ten at most. */
export function lastWords(service: V1Service, tasks: readonly V1Task[]): readonly string[] {
  const failing = tasksOf(service, tasks).find(
    ({ status }) => (status?.lastLogLines?.length ?? 0) > 0 && !isTrue(status?.conditions, 'Ready'),
  )
  return failing?.status?.lastLogLines?.slice(-10) ?? []
}

/** The reason of an object's Ready condition; empty while it has none. */
export function reasonOf({ status }: ObjectOf): string {
  return getCondition(status?.conditions, conditionTypes.ready)?.reason ?? ''
}

/** Whether something is to be changed for an object, and waits as another home has the lock of its stack. */
export function waitsForLock(object: ObjectOf): boolean {
  return (object.kind === 'Task' ? object.status?.reason : reasonOf(object)) === holdReasons.waitingForLock
}

/** Why an object is not ready, in the words of its loop. */
export function readyWords(object: ObjectOf): string {
  const ready = getCondition(object.status?.conditions, conditionTypes.ready)
  return ready?.message ?? ready?.reason ?? 'not looked at yet'
}

/** Why an object is not done: it is not ready, or has yet to end. */
export function lackWords(object: ObjectOf, view: Pick<WaitView, 'toEnd'>): string {
  const isOnlyToEnd = object.kind === 'Service' && isDone(object) && isYetToEnd(object, view)
  if (!isOnlyToEnd) return readyWords(object)
  const { completedReplicas = 0, desiredReplicas = 0 } = object.status ?? {}
  return `it runs, and others wait for it to complete: ${completedReplicas} of ${desiredReplicas} completed`
}

/** Where an object is declared, to end a sentence. */
export function placeIn({ placeOf }: Pick<WaitView, 'placeOf'>, object: ObjectOf): string {
  return placeOf?.(resourceIdOf(object)) ?? ''
}

/** For people: `Service shop/web`. */
export function nameOf(object: ObjectOf): string {
  return describeRef(refOf(object))
}
