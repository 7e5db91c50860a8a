import type { Draft } from 'immer'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Store } from '../../objects/store.ts'
import type { Json } from '../../storage/storage.ts'
import type { Accepted } from './accepted.ts'
import type { Claim } from './claims.ts'
import { originIn } from './origins.ts'

/** A root, and its claim on a resource that another root owns. */
export interface Heir {
  readonly root: string
  readonly claim: Claim
}

/**
 * Transfers a resource to another root that declares it, with its spec unchanged. `fileHash` is cleared, so that the next reading there
 * accepts its own declaration.
 */
export function handOver(store: Store, { id, object }: Accepted, { root, claim: { manifest, file } }: Heir): void {
  const { merged: _, parts: __, sent: ___, ...before } = originIn(store, id) ?? {}
  const origin = { ...before, root, file: file.file, fileHash: '', ...pick(file, ['merged', 'parts']) }
  store.putFact('source', id, origin as unknown as Json)
  store.update(object.kind, keyOf(object), (draft: Draft<ObjectOf>) => {
    const places = { [annotations.root]: root, [annotations.source]: manifest.file }
    draft.metadata.annotations = { ...draft.metadata.annotations, ...places }
  })
}
