import { removeCondition, setCondition } from '../../../../api/v1/conditions.ts'
import type { V1Condition, V1Service, V1ServiceStatus, V1Task } from '../../../../api/v1/generated/types.ts'
import { isObserved } from '../../../../api/v1/metadata.ts'
import { keyOf } from '../../../../api/v1/names.ts'
import { conditionTypes, serviceReasons } from '../../../../api/v1/reasons.ts'
import { readyCount } from '../../../../api/v1/ready-count.ts'
import { isStopped } from '../../../../api/v1/stopped.ts'
import { isFailedRollout } from '../../../../controllers/service/retry.ts'
import { rolloutPauseOf } from '../../../../controllers/service/rollout-pause.ts'
import type { Key, Store } from '../../../../store/objects/store.ts'
import { isComing, pendingOf } from './pending.ts'
import { tasksOf, type WaitView } from './wait-view.ts'

/** An update that had failed when something else was asked of its service. */
interface Failure {
  /** The revision that failed. */
  readonly revision: string
  /** When the rollout that failed began. */
  readonly startedAt: string | undefined
}

/** By service, its newest update, if that was left where it is before the command asked for anything: it had failed, or was paused. */
export type LeftBefore = ReadonlyMap<Key, Failure | 'paused'>

/** The services of these stacks whose newest update is left by now: what ran before goes on, or part of it. */
export function leftBy(store: Pick<Store, 'by' | 'fact'>, stacks: readonly string[]): LeftBefore {
  const services = stacks.flatMap((stack) => [...store.by('Service', 'namespace', stack)])
  return new Map(
    services.flatMap(([key, service]) => {
      const left = failureIn(service) ?? (rolloutPauseOf(store, key) && ('paused' as const))
      return left ? [[key, left] as const] : []
    }),
  )
}

function failureIn(service: V1Service): Failure | undefined {
  const { rollout, stalledHash, currentRevision } = service.status ?? {}
  if (stalledHash === undefined || currentRevision === undefined || !isFailedRollout(service)) return undefined
  return { revision: stalledHash, startedAt: rollout?.startedAt }
}

/**
 * The view for a command that asked for something other than an update. An update that was left before is ignored, and its service is
 * judged by the tasks that it has. Pure.
 */
export function withoutLeft(view: WaitView): WaitView {
  const { leftBefore } = view
  if (!leftBefore || leftBefore.size === 0) return view
  return { ...view, objects: view.objects.map((each) => (each.kind === 'Service' ? asItRuns(each, view) : each)) }
}

function asItRuns(service: V1Service, view: WaitView): V1Service {
  if (!isObserved(service) || isStopped(service) || !wasLeft(service, view)) return service
  const ready = readiness(service, view)
  if (!ready) return service
  const { status = {} } = service
  // For this wait, the service is not ready since the wait began.
  const others = removeCondition(status.conditions, conditionTypes.ready)
  const conditions = setCondition(others, { type: conditionTypes.ready, ...ready }, view.since)
  return { ...service, status: { ...status, conditions, rollout: { ...status.rollout, state: 'Completed' } } }
}

/** Whether its newest update is the one that was left: a rollout that failed since is another one. */
function wasLeft(service: V1Service, { leftBefore }: WaitView): boolean {
  const { rollout, stalledHash } = service.status ?? {}
  const before = leftBefore?.get(keyOf(service))
  if (before === 'paused') return rollout?.state === 'Paused'
  if (!before || before.revision !== stalledHash) return false
  return rollout?.state === 'RolledBack' || (rollout?.state === 'Stalled' && rollout.startedAt === before.startedAt)
}

/** The Ready condition of a service, judged by its tasks; undefined where part of what ran before made way and nothing replaces it. */
function readiness(
  service: V1Service,
  { tasks }: WaitView,
): Pick<V1Condition, 'status' | 'reason' | 'message'> | undefined {
  const { status: standing = {} } = service
  const count = readyCount(standing)
  if (areUp(standing, tasksOf(service, tasks)))
    return { status: 'True', reason: serviceReasons.allReady, message: count }
  const pending = pendingOf(service, tasks)
  const coming = pending.find(isComing)
  if (standing.rollout?.state === 'Stalled' && !coming) return undefined
  const { metadata, status } = coming ?? pending[0] ?? {}
  const why = metadata ? `; ${metadata.name}: ${status?.message ?? 'not looked at yet'}` : ''
  return { status: 'False', reason: status?.reason ?? serviceReasons.tasksNotReady, message: `${count}${why}` }
}

/**
 * Whether all replicas are ready, and none of them is of an update that was left half done and failed: its engine starts such a task again
 * and again, so that it runs for moments.
 */
function areUp(standing: V1ServiceStatus, tasks: readonly V1Task[]): boolean {
  const { readyReplicas = 0, desiredReplicas = 0, rollout, stalledHash } = standing
  const isFailing = ({ spec, status = {} }: V1Task) => spec.revision === stalledHash && (status.failures ?? 0) > 0
  return readyReplicas >= desiredReplicas && !(rollout?.state === 'Stalled' && tasks.some(isFailing))
}
