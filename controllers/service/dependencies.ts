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

/** The services of a stack, and how the tasks that wait for some of them came about. */
export interface Others {
  readonly find: (name: string) => V1Service | undefined
  /** Whether a service's status counts tasks of its newest revision: a job that completed for an older one does not count. */
  readonly isOfNow: (service: V1Service) => boolean
  /**
   * Whether the waiting task is part of an update or a restart. The updates of its dependencies then come first, as with `docker compose up`.
   * A task that is healed or moved accepts its dependencies as they are.
   */
  readonly comesWithUpdate: boolean
  /** Whether the waiting task's revision was rolled out before. A failure of a dependency since then does not keep the task down. */
  readonly isProven: boolean
}

/** The dependencies that a service's tasks wait for: with `--no-deps` only the jobs of its own `pre_start`. */
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

/** The dependencies that are not met yet, in the order of declaration, as needs of a task. */
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
  others: Omit<Others, 'find'>,
): Need | undefined {
  const { service: name, required = true } = dependency
  if (!target) return required ? waits(`it depends on ${name}, which is not declared`) : undefined
  if (isLookedAt(target, dependency, others)) return unmetCondition(target, dependency, others)
  return required ? waits(`it waits for ${name}, which was not looked at yet`) : undefined
}

/** Whether the target's status already describes what is declared now, as far as this dependency asks for that. */
function isLookedAt(
  target: V1Service,
  { condition }: V1Dependency,
  { isOfNow, comesWithUpdate }: Omit<Others, 'find'>,
): boolean {
  if (target.status?.observedGeneration !== target.metadata.generation) return false
  return !(comesWithUpdate || condition === 'Completed') || isOfNow(target)
}

function unmetCondition(
  target: V1Service,
  { service: name, required = true, condition = 'Started' }: V1Dependency,
  { comesWithUpdate, isProven }: Omit<Others, 'find'>,
): Need | undefined {
  const { far, failure } = standing(target, condition)
  if (failure === undefined) {
    const missing = comesWithUpdate && isBeingReplaced(target) ? 'it is being updated' : far
    return missing === undefined ? undefined : waits(`it waits for ${name} to be ${words[condition]} (${missing})`)
  }
  const message = `it depends on ${name}, which failed: ${failure}`
  return required && !isProven ? { reason: taskReasons.dependencyFailed, message } : undefined
}

type Condition = NonNullable<V1Dependency['condition']>

/** How far a service is towards a condition, undefined if it is met; and why it will never be met, if that is known. */
function standing(target: V1Service, condition: Condition): { readonly far?: string; readonly failure?: string } {
  const { spec, status = {} } = target
  const wanted = status.desiredReplicas ?? spec.replicas ?? 1
  const reached = reachedBy(target, condition)
  const isNowhere = (condition === 'Completed' || isJob(spec)) && isYetToRun(target)
  const wentBack = condition === 'Completed' ? wentBackFor(status) : undefined
  if (reached >= wanted && !isNowhere && wentBack === undefined) return {}
  const far = isNowhere ? 'it ran on no node yet' : `${reached} of ${wanted}`
  const failure = wentBack ?? failureOf(status) ?? doneFor(target, condition)
  return failure === undefined ? { far } : { far, failure }
}

/** Whether a rollout still has old tasks to replace. */
function isBeingReplaced({ status = {} }: V1Service): boolean {
  const { rollout, replicas = 0, updatedReplicas = 0 } = status
  return isRolling(rollout) && replicas > updatedReplicas
}

/** Why a service will not meet a condition; undefined while it still may. */
function failureOf({ rollout, conditions }: NonNullable<V1Service['status']>): string | undefined {
  if (rollout?.state === 'Stalled') return rollout.message ?? 'its rollout failed'
  const ready = getCondition(conditions, conditionTypes.ready)
  return ready?.reason === taskReasons.gaveUp ? ready.message : undefined
}

/** Why the revision that was to complete was rolled back. */
function wentBackFor({ rollout }: NonNullable<V1Service['status']>): string | undefined {
  const { state, cause, message = 'its rollout failed' } = rollout ?? {}
  return state === 'RollingBack' || state === 'RolledBack' ? (cause ?? message) : undefined
}

const words = { Started: 'started', Healthy: 'healthy', Completed: 'completed' } as const

function reachedBy(target: V1Service, condition: Condition): number {
  const { completedReplicas = 0, readyReplicas = 0, runningReplicas = 0 } = target.status ?? {}
  if (condition === 'Completed') return completedReplicas
  if (condition === 'Started') return runningReplicas
  return isJob(target.spec) ? readyReplicas : readyReplicas - completedReplicas
}

/** Why a service will not be healthy: what completed does not run. */
function doneFor(target: V1Service, condition: Condition): string | undefined {
  const { name, namespace } = target.metadata
  if (!isDoneFor(target, condition)) return undefined
  return `it completed; \`reconcile restart ${name} -n ${namespace}\` runs it again`
}

/** Whether a service will not be healthy, because it completed. A job has done what it was for. */
export function isDoneFor({ spec, status }: V1Service, condition: V1Dependency['condition']): boolean {
  return condition === 'Healthy' && !isJob(spec) && !!status?.completedReplicas
}

function waits(message: string): Need {
  return { reason: taskReasons.waitingForDependency, message }
}
