import type { V1RolloutStatus } from '../../../api/v1/generated/types.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import type { Pause } from '../../holds/pause.ts'
import { leadsTo } from '../course.ts'
import type { ServicePlan } from '../plan.ts'
import type { ServiceView } from '../view.ts'

/**
 * The plan of a paused service: no action, and no outcome is recorded or forgotten, so that what is undone before the pause ends leaves
 * nothing to do. A rollout is Paused where it is under way, or would begin now.
 */
export function planPaused(view: ServiceView, { message }: Pause): ServicePlan {
  const { status = {} } = view.service
  const { rollout = { state: 'None' as const } } = status
  const kept = pick(status, ['currentRevision', 'stalledHash'])
  return {
    ...kept,
    actions: [],
    rollout: isOver(view, rollout) ? rollout : { ...rollout, state: 'Paused', message },
    ...(view.target ? { revision: leadsTo(view).revision } : {}),
  }
}

const OVER: ReadonlySet<V1RolloutStatus['state']> = new Set(['Completed', 'RolledBack', 'Stalled'])

/** Whether the rollout has ended, and nothing else was declared since. */
function isOver(view: ServiceView, { state, revision }: V1RolloutStatus): boolean {
  const { metadata, status } = view.service
  const { observedGeneration = metadata.generation } = status ?? {} // not kept over a restart
  return (
    observedGeneration === metadata.generation &&
    OVER.has(state) &&
    (!view.target || revision === leadsTo(view).revision)
  )
}
