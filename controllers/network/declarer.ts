import type { V1Network } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import { stayingOn } from '../ownership/users.ts'
import { sharersOf } from './apart.ts'

/** The stack that declares a network which others use as an external one. */
export interface Declarer {
  readonly stack: string
  /** The nodes where its own tasks use the network, and so where it is made. Sorted. */
  readonly nodes: readonly string[]
}

/** The declarer of an external network; undefined where no stack of this installation declares a network of its name on the hosts. */
export function declarerOf(network: V1Network, store: Store): Declarer | undefined {
  if (!network.spec.external) return undefined
  const declaring = sharersOf(network, store).find(
    ({ spec, metadata }) => !spec.external && metadata.deletionTimestamp === undefined,
  )
  if (!declaring) return undefined
  const nodes = stayingOn(store.by('Task', 'network', keyOf(declaring)).values(), store)
  return { stack: declaring.metadata.namespace ?? '', nodes: [...nodes].sort() }
}
