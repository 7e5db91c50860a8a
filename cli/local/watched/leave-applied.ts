import { DESIRED } from '../../../store/source/acceptance/accepted.ts'
import { acceptedOf } from '../../../store/source/acceptance/origins.ts'
import { stacksOf } from '../../../store/source/reading/reading.ts'
import { appliedStacks, dropApplied } from '../desired.ts'
import { forgetNodes } from '../applied/kept-nodes.ts'
import { type Core, desiredDirectory } from '../open/core.ts'

/**
 * Removes the saved applies of stacks and nodes that are now declared in watched directories, so that a restore of a lost state does not
 * bring them back.
 */
export function leaveApplied({ home, store }: Pick<Core, 'home' | 'store'>): void {
  const dir = desiredDirectory(home)
  const stacks = appliedStacks(dir)
  const accepted = [...acceptedOf(store).values()]
  forgetNodes(
    { home },
    accepted.flatMap(({ id, root }) => (root === DESIRED ? [] : [id])),
  )
  const [applied, watched] = [new Set<string>(), new Set<string>()]
  for (const { id, root } of accepted)
    for (const stack of stacksOf([id])) (root === DESIRED ? applied : watched).add(stack)
  for (const stack of stacks) if (watched.has(stack) && !applied.has(stack)) dropApplied(dir, stack)
}
