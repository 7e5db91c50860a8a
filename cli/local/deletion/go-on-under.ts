import { keyOf } from '../../../api/v1/names.ts'
import { noteMounted } from '../../../controllers/data/last-mounted.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { isReplaced } from './refuse-node-in-use.ts'

/**
 * Binds the tasks of a deleted node to the other one that has its engine, if there is one. After a command no loop does: where the host
 * falls silent before the next one, they wait for it, and are not made elsewhere like those of a node that is gone.
 */
export function goOnUnder(
  { id, other }: { readonly id: ResourceId; readonly other: string | undefined },
  { store, purpose }: Pick<Core, 'store' | 'purpose'>,
): void {
  if (purpose === 'serve' || other === undefined || isReplaced(other, store)) return
  for (const task of [...store.by('Task', 'node', id.slice('Node/'.length)).values()]) {
    noteMounted(task, other, store)
    store.update('Task', keyOf(task), (draft) => {
      draft.spec.node = other
    })
  }
}
