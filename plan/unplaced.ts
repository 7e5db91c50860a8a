import type { V1Task } from '../api/v1/generated/types.ts'
import { keyFor } from '../api/v1/names.ts'
import { taskReasons } from '../api/v1/reasons.ts'
import { isRetiring } from '../controllers/task/phase.ts'
import type { Store } from '../store/objects/store.ts'
import type { PlannedRollout } from './rollouts.ts'

/** By `stack/service`, why tasks that are wanted have no node in the end. An apply says so at once, and waits for no deadline. */
export function unplacedIn(store: Store): ReadonlyMap<string, string> {
  const tasks = [...store.list('Task').values()].filter((task) => isUnplaced(task) && !isRetiring(task))
  return new Map(
    tasks.map(({ metadata, spec, status }) => [keyFor(metadata.namespace, spec.service), status?.message ?? '']),
  )
}

function isUnplaced({ spec, status }: V1Task): boolean {
  return spec.node === undefined && status?.reason === taskReasons.noNodeFits
}

/** The rollouts without the end that nobody waits for. */
export function withoutDeadlines(
  rollouts: readonly PlannedRollout[],
  unplaced: ReadonlyMap<string, string>,
): readonly PlannedRollout[] {
  return rollouts.map((rollout) =>
    unplaced.has(rollout.service)
      ? { ...rollout, phases: rollout.phases.filter(({ state }) => state !== 'Stalled') }
      : rollout,
  )
}
