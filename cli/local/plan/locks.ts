import { splitId } from '../../../api/v1/names.ts'
import { holderOf, holderWords, lockName } from '../../../controllers/locks/stack-lock.ts'
import { chainOf } from '../../../controllers/locks/takeovers.ts'
import type { PlanOptions, PlanResult } from '../../../plan/plan.ts'
import type { Core } from '../open/core.ts'
import { lockerIn } from '../open/locker.ts'

/** The assumptions that other homes which hold locks of these stacks now have ended by then. Only for stacks that the plan changes. */
export function locksAssumed(
  { home, store, installation }: Pick<Core, 'home' | 'store' | 'installation'>,
  nodes: PlanOptions['nodes'],
  { stacks, calls }: { readonly stacks: ReadonlySet<string> } & Pick<PlanResult, 'calls'>,
): readonly string[] {
  const ours = lockerIn(home, store)
  const changed = new Set(calls.map(({ object }) => splitId(object).namespace))
  return nodes.flatMap(({ node, observed: { volumes } }) =>
    [...stacks].flatMap((stack) => {
      const name = lockName({ installation, stack })
      const find = (wanted: string) => volumes.find(({ Name }) => Name === wanted)
      const volume = changed.has(stack) ? chainOf(name, find).at(-1) : undefined
      const holder = volume && holderOf(volume)
      return holder && holder.id !== ours ? [`${holderWords(holder, { node, stack })}; it has ended by then`] : []
    }),
  )
}
