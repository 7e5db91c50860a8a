import { slotName, temporaryContainerName, wantedName } from '../../../api/v1/names.ts'
import type { Course } from '../course.ts'
import { isAtGoal } from '../goal.ts'
import type { ServiceAction } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import type { Slot } from '../slots.ts'
import type { ServiceView } from '../view.ts'

/**
 * Renames containers whose declared name changed: engines rename in place, without a new container. A task that is being replaced keeps its
 * name until then, unless another service claims it: two services that swap names would wait for each other.
 */
export function renamed(
  view: ServiceView,
  course: Course,
  { slots, steps }: { readonly slots: readonly Slot[]; readonly steps: readonly ServiceAction[] },
): readonly ServiceAction[] {
  // A task that is revised in place is renamed at once, as its container may be about to be created under the old name.
  const revised = new Set(steps.flatMap((action) => (action.do === 'revise' ? [action.task] : [])))
  const actions: ServiceAction[] = []
  const { containerName } = view.service.spec
  for (const { number, live } of slots)
    for (const task of live) {
      const { revision, ownName } = replicaOf(task)
      if (ownName === containerName) continue
      const declared = slotName(view.service, number)
      const has = wantedName(task)
      const stays = course.frozen || isAtGoal(task, course) || revised.has(task)
      const name = stays ? declared : temporaryContainerName(has, revision ?? '')
      if (has === declared || (!stays && (live.length < 2 || !view.isClaimed(has)))) continue
      actions.push({ do: 'rename', task, name, because: `its name is to be ${name}` })
    }
  return actions
}
