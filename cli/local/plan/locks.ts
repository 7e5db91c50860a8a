import { holderOf, holderWords, lockName } from '../../../controllers/locks/stack-lock.ts'
import type { PlanOptions, PlanResult } from '../../../plan/plan.ts'
import type { Core } from '../open/core.ts'
import { lockerIn } from '../open/locker.ts'

/** That other homes which work on these stacks now will be done by then: said where something is to be done at the same engine. */
export function locksAssumed(
  { home, store, installation }: Pick<Core, 'home' | 'store' | 'installation'>,
  nodes: PlanOptions['nodes'],
  { stacks, calls }: { readonly stacks: ReadonlySet<string> } & Pick<PlanResult, 'calls'>,
): readonly string[] {
  const ours = lockerIn(home, store)
  const busy = new Set(calls.map((call) => call.node))
  return nodes.flatMap(({ node, observed: { volumes } }) =>
    [...stacks].flatMap((stack) => {
      const name = lockName({ installation, stack })
      const volume = busy.has(node) ? volumes.find(({ Name }) => Name === name) : undefined
      const holder = volume && holderOf(volume)
      return holder && holder.id !== ours ? [`${holderWords(holder, { node, stack })}; it has ended by then`] : []
    }),
  )
}
