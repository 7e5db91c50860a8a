import { finalizers } from '../../api/v1/labels.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { ProgressEvent } from '../../api/v1/progress.ts'
import { objectOf } from '../../store/source/origins.ts'
import type { ResourceId } from '../../store/source/reading.ts'
import { withdraw } from '../../store/source/withdraw.ts'
import type { Core } from './open/core.ts'

/** What is told of a declaration that was taken back. */
export type Gone = Extract<ProgressEvent, { type: 'resource' }>

/** How a declaration is taken back. */
export interface TakingAway {
  /** With the data of volumes. */
  readonly volumes: boolean
  /** What people are told of where it stood. */
  readonly from: readonly string[]
}

/** Takes a declaration back, and the data of a volume where that is asked for. */
export function takeAway({ store }: Pick<Core, 'store'>, id: ResourceId, { volumes, from }: TakingAway): Gone {
  const object = objectOf(store, id)
  if (object?.kind === 'Volume' && volumes && !object.spec.external)
    store.update('Volume', keyOf(object), (draft) => {
      draft.metadata.finalizers = [...new Set([...(draft.metadata.finalizers ?? []), finalizers.volumeData])]
    })
  const { change, stays } = withdraw(store, id)
  const details = [...from, ...(stays === undefined ? [] : [stays])]
  return { type: 'resource', object: id, change, ...(details.length === 0 ? {} : { details }) }
}
