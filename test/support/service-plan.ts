import type { V1ServiceSpec, V1ServiceStatus, V1Task } from '../../api/v1/generated/types.ts'
import { planService, type ServiceAction, type ServicePlan } from '../../controllers/service/plan.ts'
import type { ServiceView } from '../../controllers/service/view.ts'
import { aRollout, aService, aTarget, aTask, NOW, ready } from './builders.ts'

/** The inputs of a service's plan; the rest has defaults. */
export interface Given {
  readonly spec?: Partial<V1ServiceSpec>
  readonly status?: V1ServiceStatus
  readonly tasks?: readonly V1Task[]
  readonly target?: string
  readonly view?: Partial<ServiceView>
}

/** Plans a service. */
export function plan(given: Given): ServicePlan {
  return planService(viewOf(given))
}

/** The view of a service that is planned. */
export function viewOf({ spec, status, tasks = [], target = 'r2', view = {} }: Given): ServiceView {
  return {
    service: aService(spec, status),
    tasks,
    revisions: [],
    nodes: ['a'],
    adoptable: [],
    isClaimed: () => false,
    inPlace: () => false,
    noRoom: () => undefined,
    retry: false,
    now: NOW,
    target: aTarget(target),
    ...view,
  }
}

/** An action in a few words. */
export function brief(action: ServiceAction): string {
  switch (action.do) {
    case 'createTask':
      return `create ${action.slot} ${action.revision}${action.attempt > 0 ? ` again` : ''}`
    case 'take':
      return `take ${action.take.task}`
    case 'adopt':
      return `adopt ${action.container.task}${action.retired ? ' to go' : ''}`
    case 'rename':
      return `rename ${action.task.metadata.name} to ${action.name}`
    default:
      return `${action.do} ${action.task.metadata.name}`
  }
}

/** The status of a service whose rollout is complete. */
export const settled = (revision: string): V1ServiceStatus => ({
  currentRevision: revision,
  rollout: { state: 'Completed', revision },
})
/** An update in progress, from r1 to r2. */
export const update = { status: { currentRevision: 'r1', rollout: aRollout('r2') } }
/** The status of a start-first task that waits for its predecessor. */
export const waits = { phase: 'Preparing' as const, reason: 'WaitingForPredecessor' }
/** Three ready tasks. */
export const three = (revision: string) => [1, 2, 3].map((slot) => aTask(slot, revision, ready()))
