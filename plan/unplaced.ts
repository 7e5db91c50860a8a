import type { V1Service, V1Task } from '../api/v1/generated/types.ts'
import type { PlannedRollout } from '../api/v1/installation/plan-answer.ts'
import { getCondition } from '../api/v1/conditions.ts'
import { keyFor, serviceKeyOf, splitKey } from '../api/v1/names.ts'
import { dependencyReasons, lackReasons, refusalReasons } from '../api/v1/reason-groups.ts'
import { conditionTypes, taskReasons } from '../api/v1/reasons.ts'
import { networksOf, volumesOf } from '../api/v1/template-refs.ts'
import { isUnplaced } from '../api/v1/unplaced.ts'
import { isYetToRun, nowhereWords } from '../controllers/service/observe/nowhere.ts'
import { isOneShot } from '../controllers/service/to-end.ts'
import { isRetiring } from '../api/v1/task-phase.ts'
import type { Store } from '../store/objects/store.ts'

/** Why a service can't become as declared, so that its rollout's deadline need not be awaited. */
export interface Unplaced {
  readonly reason: string
  readonly message: string
}

/**
 * By `stack/service`, why services can't progress: a task fits no node, lacks a network or volume that an engine refused, or waits for such
 * a service. An apply reports these early instead of waiting for the deadline.
 */
export function unplacedIn(store: Store): ReadonlyMap<string, Unplaced> {
  const unplaced = new Map<string, Unplaced>()
  for (const task of store.list('Task').values()) {
    if (isRetiring(task) || (!isUnplaced(task) && !lacksRefused(task, store))) continue
    const { reason = '', message = '' } = task.status ?? {}
    unplaced.set(serviceKeyOf(task), { reason, message })
  }
  for (const [key, service] of store.list('Service')) {
    const why = whyNowhere(service, store)
    if (why !== undefined) unplaced.set(key, { reason: taskReasons.noNodeFits, message: why })
  }
  for (const key of unplaced.keys()) // a Map's iteration includes the keys added here, so dependents of dependents are found
    for (const dependent of store.by('Service', 'dependsOn', key).keys())
      if (!unplaced.has(dependent) && isWaiting(dependent, store)) unplaced.set(dependent, waitsFor(key))
  return unplaced
}

function whyNowhere(service: V1Service, store: Store): string | undefined {
  if (!isOneShot(service, store) || !isYetToRun(service)) return undefined
  return nowhereWords(service, store.list('Node').values())
}

/** Whether a task of a service waits for a dependency. Its other problems are reported elsewhere. */
function isWaiting(service: string, store: Store): boolean {
  const tasks = [...store.by('Task', 'service', service).values()]
  return tasks.some((task) => !isRetiring(task) && dependencyReasons.has(task.status?.reason ?? ''))
}

function waitsFor(dependency: string): Unplaced {
  return { reason: taskReasons.waitingForDependency, message: `it waits for ${splitKey(dependency).name}` }
}

function lacksRefused({ metadata, spec, status }: V1Task, store: Store): boolean {
  if (!lackReasons.has(status?.reason ?? '')) return false
  const isRefused = (kind: 'Network' | 'Volume') => (name: string) => {
    const { conditions } = store.get(kind, keyFor(metadata.namespace, name))?.status ?? {}
    return refusalReasons.has(getCondition(conditions, conditionTypes.ready)?.reason ?? '')
  }
  return networksOf(spec.template).some(isRefused('Network')) || volumesOf(spec.template).some(isRefused('Volume'))
}

/** The rollouts without the `Stalled` phase of services that are reported as unplaced. */
export function withoutDeadlines(
  rollouts: readonly PlannedRollout[],
  unplaced: ReadonlyMap<string, Unplaced>,
): readonly PlannedRollout[] {
  return rollouts.map((rollout) =>
    unplaced.has(rollout.service)
      ? { ...rollout, phases: rollout.phases.filter(({ state }) => state !== 'Stalled') }
      : rollout,
  )
}
