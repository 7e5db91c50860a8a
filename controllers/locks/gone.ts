import type { Subscription } from 'rxjs'
import type { Store } from '../../store/objects/store.ts'
import type { Giving } from './giving.ts'

/** Releases the locks of stacks that are deleted, unless they exist again, as a serve would otherwise keep them. `nodes` may have some. */
export function watchGone(store: Store, giving: Giving, nodes: () => Iterable<string>): Subscription {
  return store.watch('Stack').subscribe(({ key: stack, after }) => {
    if (after) return
    for (const node of nodes()) void giving.give({ node, stack }, () => store.get('Stack', stack) === undefined)
  })
}
