import { taskReasons } from '../../../api/v1/reasons.ts'
import { retriesUpdateAt, updateReason } from '../refused-update.ts'
import { holds, step, type TaskPlan } from '../step.ts'
import type { ContainerView, DriftView, TaskView } from '../view.ts'
import { isFused } from './fuse.ts'

/** Heals the first difference of a running container that can be healed where it is; undefined if there is none. */
export function planHealing(view: TaskView, container: ContainerView): TaskPlan | undefined {
  return inOrder(view)
    .map((drift) => planHeal(view, container, drift))
    .find((plan) => plan !== undefined)
}

/**
 * The drift in the order of healing. In-place updates come last: which loop runs first decides whether a change of the service shows in
 * this pass or the next, and must not change the order of calls. A refused update is left out until its retry.
 */
function inOrder(view: TaskView): readonly DriftView[] {
  const isUpdate = ({ heal }: DriftView) => heal.by === 'update'
  const first = view.drift.filter((drift) => !isUpdate(drift))
  return retriesUpdateAt(view) === undefined ? [...first, ...view.drift.filter(isUpdate)] : first
}

/** Whether a difference is a network to leave, of which the declared one takes the place. */
function isOtherNetwork({ field, heal }: DriftView): boolean {
  return heal.by === 'replace' && field.startsWith('network ')
}

function planHeal(view: TaskView, container: ContainerView, drift: DriftView): TaskPlan | undefined {
  const { id } = container
  switch (drift.heal.by) {
    case 'update':
      return step({ do: 'update', id }, 'Running', { reason: updateReason(view), message: drift.message })
    case 'connect':
      return step({ do: 'connect', id, network: drift.heal.network }, 'Running', {
        reason: view.drift.some(isOtherNetwork) ? taskReasons.formerName : taskReasons.disconnectedByHand,
        message: drift.message,
      })
    case 'disconnect':
      return step({ do: 'disconnect', id, network: drift.heal.network }, 'Running', {
        reason: taskReasons.drift,
        message: drift.message,
      })
    case 'recreate':
      if (isFused(view, drift)) return undefined
      return view.needs[0] ? holds(view, 'Running', view.needs[0]) : recreates(container, drift)
    case 'replace':
      return undefined
  }
}

/** Makes the container anew for the sake of a difference. */
export function recreates(container: ContainerView, drift: DriftView): TaskPlan {
  return step({ do: 'recreate', id: container.id, field: drift.fuse ?? drift.field }, 'Running', {
    reason: taskReasons.drift,
    message: drift.message,
  })
}
