import { getCondition, isTrue } from '../../../api/v1/conditions.ts'
import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { keyOf, serviceKeyOf } from '../../../api/v1/names.ts'
import { describeRef, isBeingDeleted, isObserved, refOf } from '../../../api/v1/metadata.ts'
import { conditionTypes } from '../../../api/v1/reasons.ts'
import { isStopped } from '../../../api/v1/stopped.ts'
import type { Hold } from '../../../store/source/facts/hold.ts'
import type { Key } from '../../../store/objects/store.ts'
import { resourceIdOf, type ResourceId } from '../../../store/source/reading/reading.ts'
import type { FailedBefore } from './earlier-failures.ts'
import type { Fault } from './faults.ts'
import type { Refusals } from './refusals.ts'

/** What is known when somebody waits for stacks to converge. */
export interface WaitView {
  /** Everything declared in these stacks, and the nodes. */
  readonly objects: readonly ObjectOf[]
  /** Where single services are waited for: what they use beside that. */
  readonly usedBeside?: readonly ObjectOf[]
  readonly tasks: readonly V1Task[]
  /** The services that are there to end: as these run they are not done. */
  readonly toEnd?: ReadonlySet<Key>
  /** What must be gone and is still there. */
  readonly leaving: readonly string[]
  /** Nodes that do not answer, and since when (ms ago). */
  readonly silent: readonly { readonly node: string; readonly because: string; readonly forMs: number }[]
  /** Whether other hosts answer. */
  readonly othersAnswer?: boolean
  /** What waits for `approve`. */
  readonly holds: readonly Pick<Hold, 'message' | 'resources'>[]
  /** Why the state can't be written, so that nothing more is done. */
  readonly refusal?: string
  /** Whether all statuses are of now: each host is listed, and every loop has looked at everything once. */
  readonly isFresh: boolean
  /** Whether no loop is at anything of these stacks: a hold of before may be about to end while one is. */
  readonly isIdle: boolean
  /** What engines refuse, or fail at, and what is to go and is in the way, since this wait has seen it. */
  readonly refusals?: Refusals
  /** Where something else than an update was asked for: the updates that had failed by then, and are no matter of it. */
  readonly failedBefore?: FailedBefore
  /** What was asked for, and somebody else asked for something else of it since; absent: nothing. */
  readonly overridden?: readonly Fault[]
  /** When the wait began, ms since the epoch. */
  readonly since: number
  /** Milliseconds since the epoch. */
  readonly now: number
  /** When the wait ends at the latest, ms since the epoch; absent: when all is over. */
  readonly deadline?: number
  /** Where nothing is declared but by this command: whether that is not. */
  readonly isUndeclared?: (id: ResourceId) => boolean
  /** Where an object is declared, to end what is wrong with it: ` (shop/web.yaml:6)`. */
  readonly placeOf?: (id: ResourceId) => string
}

/** The services among objects. */
export function servicesAmong(objects: readonly ObjectOf[]): readonly V1Service[] {
  return objects.filter((object): object is V1Service => object.kind === 'Service')
}

/** Whether an object is as its present spec says; of a service that is there to end, whether it has ended. */
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

/** Whether a service is there to end. */
export function isToEnd(service: V1Service, { toEnd }: Pick<WaitView, 'toEnd'>): boolean {
  return toEnd?.has(keyOf(service)) === true
}

/** Whether the wait may still go on. */
export function hasTime({ now, deadline = Number.POSITIVE_INFINITY }: Pick<WaitView, 'now' | 'deadline'>): boolean {
  return now < deadline
}

/** The tasks of a service. Those of a view are sorted once: each of many services is asked about. */
export function tasksOf(service: V1Service, tasks: readonly V1Task[]): readonly V1Task[] {
  const known = byService.get(tasks) ?? groupBy(tasks, serviceKeyOf)
  byService.set(tasks, known)
  return known.get(keyOf(service)) ?? []
}

const byService = new WeakMap<readonly V1Task[], ReadonlyMap<string, readonly V1Task[]>>()

/** What a failing task of a service printed last: ten lines at most. */
export function lastWords(service: V1Service, tasks: readonly V1Task[]): readonly string[] {
  const failing = tasksOf(service, tasks).find(
    ({ status }) => (status?.lastLogLines?.length ?? 0) > 0 && !isTrue(status?.conditions, 'Ready'),
  )
  return failing?.status?.lastLogLines?.slice(-10) ?? []
}

/** The reason of its condition Ready; empty while it has none. */
export function reasonOf({ status }: ObjectOf): string {
  return getCondition(status?.conditions, conditionTypes.ready)?.reason ?? ''
}

/** Why an object is not ready, in the words of its loop. */
export function readyWords(object: ObjectOf): string {
  const ready = getCondition(object.status?.conditions, conditionTypes.ready)
  return ready?.message ?? ready?.reason ?? 'not looked at yet'
}

/** Why an object is not done: it is not ready, or is to end yet. */
export function lackWords(object: ObjectOf, view: Pick<WaitView, 'toEnd'>): string {
  const isOnlyToEnd = object.kind === 'Service' && isDone(object) && isYetToEnd(object, view)
  if (!isOnlyToEnd) return readyWords(object)
  const { completedReplicas = 0, desiredReplicas = 0 } = object.status ?? {}
  return `it runs, and others wait for it to complete: ${completedReplicas} of ${desiredReplicas} completed`
}

/** Where it is declared, to end a sentence. */
export function placeIn({ placeOf }: Pick<WaitView, 'placeOf'>, object: ObjectOf): string {
  return placeOf?.(resourceIdOf(object)) ?? ''
}

/** For people: `Service shop/web`. */
export function nameOf(object: ObjectOf): string {
  return describeRef(refOf(object))
}
