import type { V1RolloutStatus, V1Task } from '../../api/v1/generated/types.ts'
import type { Slot } from './slots.ts'
import { replicaOf } from './replica.ts'
import { strategyOf, type Strategy } from './strategy.ts'
import type { ServiceView } from './view.ts'

/** What this pass works towards. */
export interface Course {
  readonly revision: string
  readonly strategy: Strategy
  /** Nothing of another revision runs, nor ran: there is nothing to spare. */
  readonly initial: boolean
  readonly rollingBack: boolean
  /** Slots of other revisions are left alone. */
  readonly frozen: boolean
}

/** The course of a pass: back to the last good revision after a failure that says so, else on to the target. */
export function courseOf(view: ServiceView, slots: readonly Slot[]): Course {
  const { status = {} } = view.service
  const wanted = view.target?.hash ?? ''
  const failedBefore = status.stalledHash === wanted
  const rollingBack = failedBefore && isRollback(status.rollout) && status.currentRevision !== undefined
  const revision = rollingBack && status.currentRevision ? status.currentRevision : wanted
  const isOther = (task: V1Task) => replicaOf(task).revision !== revision
  const others = slots.some((slot) => slot.live.some(isOther) || slot.retiring.some(isOther))
  const initial =
    !others && (status.currentRevision === undefined || status.currentRevision === revision) && !rollingBack
  return {
    revision,
    strategy: strategyOf(view.service, rollingBack),
    initial,
    rollingBack,
    frozen: view.paused !== undefined || (failedBefore && !rollingBack),
  }
}

function isRollback(rollout: V1RolloutStatus | undefined): boolean {
  return rollout?.state === 'RollingBack' || rollout?.state === 'RolledBack'
}
