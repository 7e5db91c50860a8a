import { listNames } from '../api/v1/language/list-names.ts'
import type { V1Volume } from '../api/v1/generated/types.ts'
import { hostNameOf, keyOf } from '../api/v1/names.ts'
import { isRetiring } from '../api/v1/task-phase.ts'
import type { Store } from '../store/objects/store.ts'

/**
 * Watches for foreign volumes that our tasks mount as they are, though no manifest declares them external. Returns how to list those found
 * from now on, in words.
 */
export function watchVolumesOfOthers(store: Store): () => readonly string[] {
  const before = new Map([...store.list('Volume')].map(([key, volume]) => [key, nodesOfOthers(volume, store)]))
  return () =>
    [...store.list('Volume')].flatMap(([key, volume]) => {
      const nodes = nodesOfOthers(volume, store).filter((node) => !before.get(key)?.includes(node))
      return nodes.length === 0
        ? []
        : [`the volume ${hostNameOf(volume)} on ${listNames(nodes)}, which others made, is the one that is meant`]
    })
}

/** Where tasks mount it: of another copy, as one that a person makes for a move, nothing is taken for granted. */
function nodesOfOthers(volume: V1Volume, store: Store): readonly string[] {
  if (volume.spec.external) return []
  const mounting = [...store.by('Task', 'volume', keyOf(volume)).values()].filter((task) => !isRetiring(task))
  const nodes = new Set(mounting.map(({ spec }) => spec.node))
  return (volume.status?.nodes ?? []).flatMap(({ node, foreign }) => (foreign && nodes.has(node) ? [node] : []))
}
