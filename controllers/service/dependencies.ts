import { isAlone } from '../../api/v1/alone.ts'
import type { V1Dependency, V1Service } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { conditionTypes, taskReasons } from '../../api/v1/reasons.ts'
import { hookOwner } from '../../api/v1/hook-job.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import { isJob } from '../../api/v1/service-mode.ts'
import { isStopped } from '../../api/v1/stopped.ts'
import type { Need } from '../task/view.ts'
import { isYetToRun } from './observe/nowhere.ts'

/** The services of a stack, as one of them waits for others. */
export interface Others {
  readonly find: (name: string) => V1Service | undefined
  /** Whether what a service's status counts is of what is wanted of it now: what ran to its end for something else counts for nothing. */
  readonly isOfNow: (service: V1Service) => boolean
  /**
   * Whether the tasks that wait bring an update or a restart: then the updates of what they depend on come first, as with `docker compose up`.
   * A task that is healed or moved takes what it depends on as it is.
   */
  readonly comesWithUpdate: boolean
  /** Whether the tasks that wait are of a revision that was rolled out before: a failure of others since then does not keep them down. */
  readonly isProven: boolean
}

/** Which dependencies of a service its tasks wait for: with `--no-deps` the jobs of its own `pre_start` alone. */
export function awaitedBy(service: V1Service | undefined, find: Others['find']): readonly V1Dependency[] {
  const dependsOn = service?.spec.dependsOn ?? []
  if (!service || !isAlone(service)) return dependsOn
  return dependsOn.filter((each) => {
    const target = find(each.service)
    return target !== undefined && hookOwner(target) === ownerOf(service)
  })
}

/** A step of a `pre_start` waits for the one before it. */
function ownerOf(service: V1Service): string {
  return hookOwner(service) ?? service.metadata.name
}

/** What a service waits for before its tasks start, most telling first. */
export function unmetDependencies(dependsOn: readonly V1Dependency[], others: Others): readonly Need[] {
  return dependsOn.flatMap((dependency) => {
    const target = others.find(dependency.service)
    const need = isStopped(target) ? stopped(dependency) : unmet(dependency, target, others)
    return need ? [need] : []
  })
}

function stopped({ service: name, required = true }: V1Dependency): Need | undefined {
  const message = `it depends on ${name}, which is stopped`
  return required ? { reason: taskReasons.dependencyFailed, message } : undefined
}

function unmet(
  dependency: V1Dependency,
  target: V1Service | undefined,
  { isOfNow, comesWithUpdate, isProven }: Omit<Others, 'find'>,
): Need | undefined {
  const { service: name, required = true, condition = 'Started' } = dependency
  if (!target) return required ? waits(`it depends on ${name}, which is not declared`) : undefined
  const isCounted = !(comesWithUpdate || condition === 'Completed') || isOfNow(target)
  if (!isCounted || target.status?.observedGeneration !== target.metadata.generation)
    return required ? waits(`it waits for ${name}, which was not looked at yet`) : undefined
  const { far, failure } = standing(target, condition)
  if (comesWithUpdate && failure === undefined && isBeingReplaced(target))
    return waits(`it waits for ${name} to be ${words[condition]}: it is being updated`)
  if (far === undefined || (failure !== undefined && isProven)) return undefined
  if (failure === undefined) return waits(`it waits for ${name} to be ${words[condition]} (${far})`)
  const message = `it depends on ${name}, which failed: ${failure}`
  return required ? { reason: taskReasons.dependencyFailed, message } : undefined
}

type Condition = NonNullable<V1Dependency['condition']>

/** How far a service is on its way to what others wait for, undefined where it is there; and why it will not come to be that. */
function standing(target: V1Service, condition: Condition): { readonly far?: string; readonly failure?: string } {
  const { spec, status = {} } = target
  const wanted = status.desiredReplicas ?? spec.replicas ?? 1
  const reached = reachedBy(status, condition)
  const isNowhere = (condition === 'Completed' || isJob(spec)) && isYetToRun(target)
  const wentBack = condition === 'Completed' ? wentBackFor(status) : undefined
  if (reached >= wanted && !isNowhere && wentBack === undefined) return {}
  const far = isNowhere ? 'it ran on no node yet' : `${reached} of ${wanted}`
  const failure = wentBack ?? failureOf(status)
  return failure === undefined ? { far } : { far, failure }
}

/** Whether a rollout has tasks of before to replace yet. */
function isBeingReplaced({ status = {} }: V1Service): boolean {
  const { rollout, replicas = 0, updatedReplicas = 0 } = status
  return isRolling(rollout) && replicas > updatedReplicas
}

/** Why a service will not come to be what others wait for; undefined while it may. */
function failureOf({ rollout, conditions }: NonNullable<V1Service['status']>): string | undefined {
  if (rollout?.state === 'Stalled') return rollout.message ?? 'its rollout failed'
  const ready = getCondition(conditions, conditionTypes.ready)
  return ready?.reason === taskReasons.gaveUp ? ready.message : undefined
}

/** Why what ran before took the place of what was to complete. */
function wentBackFor({ rollout }: NonNullable<V1Service['status']>): string | undefined {
  const { state, cause, message = 'its rollout failed' } = rollout ?? {}
  return state === 'RollingBack' || state === 'RolledBack' ? (cause ?? message) : undefined
}

const words = { Started: 'started', Healthy: 'healthy', Completed: 'completed' } as const

function reachedBy(status: NonNullable<V1Service['status']>, condition: Condition): number {
  if (condition === 'Completed') return status.completedReplicas ?? 0
  return (condition === 'Healthy' ? status.readyReplicas : status.runningReplicas) ?? 0
}

function waits(message: string): Need {
  return { reason: taskReasons.waitingForDependency, message }
}
