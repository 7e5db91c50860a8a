import type { Draft } from 'immer'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Store } from '../../objects/store.ts'
import type { Json } from '../../storage/storage.ts'
import type { Accepted } from './accepted.ts'
import type { Claim } from './claims.ts'
import { originIn } from './origins.ts'

/** A root that declares what another one has, and where. */
export interface Heir {
  readonly root: string
  readonly claim: Claim
}

/** Gives a resource to another root that declares it as well, as it stands: what is said of it there is news to the next reading. */
export function handOver(store: Store, { id, object }: Accepted, { root, claim: { manifest, file } }: Heir): void {
  const { parts: _, ...before } = originIn(store, id) ?? {}
  const origin = { ...before, root, file: file.file, fileHash: '', ...(file.parts ? { parts: file.parts } : {}) }
  store.putFact('source', id, origin as unknown as Json)
  store.update(object.kind, keyOf(object), (draft: Draft<ObjectOf>) => {
    const places = { [annotations.root]: root, [annotations.source]: manifest.file }
    draft.metadata.annotations = { ...draft.metadata.annotations, ...places }
  })
}
