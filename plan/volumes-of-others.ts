import { listNames } from '../api/v1/language/list-names.ts'
import type { V1Volume } from '../api/v1/generated/types.ts'
import { hostNameOf } from '../api/v1/names.ts'
import type { Store } from '../store/objects/store.ts'

/**
 * Watches for foreign volumes that our tasks use though no manifest declares them external. Returns how to list those found from now on, in
 * words.
 */
export function watchVolumesOfOthers(store: Store): () => readonly string[] {
  const before = new Map([...store.list('Volume')].map(([key, volume]) => [key, nodesOfOthers(volume)]))
  return () =>
    [...store.list('Volume')].flatMap(([key, volume]) => {
      const nodes = nodesOfOthers(volume).filter((node) => !before.get(key)?.includes(node))
      return nodes.length === 0
        ? []
        : [`the volume ${hostNameOf(volume)} on ${listNames(nodes)}, which others made, is the one that is meant`]
    })
}

function nodesOfOthers({ spec, status }: V1Volume): readonly string[] {
  if (spec.external) return []
  return (status?.nodes ?? []).flatMap(({ node, foreign }) => (foreign ? [node] : []))
}
