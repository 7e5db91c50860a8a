import type { V1Volume } from '../../../api/v1/generated/types.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { namedOnCommandLine, refOf } from '../../../api/v1/metadata.ts'
import { hostNameOf, keyOf } from '../../../api/v1/names.ts'
import type { Store } from '../../objects/store.ts'
import type { ResourceId } from '../reading/reading.ts'
import { objectOf } from './origins.ts'

/** Says what became of a volume that was declared again while it was being deleted with its data, and what deletes it. */
export function keptWords(store: Store, id: ResourceId): string {
  const volume = objectOf(store, id)
  if (volume?.kind !== 'Volume') return NOT_YET
  return `${NOT_YET}${dataWords(volume, store)}; \`reconcile delete ${namedOnCommandLine(refOf(volume))} --volumes\` deletes it`
}

const NOT_YET = 'its deletion had not come about'

/** Says where the data is. Where the removal was already requested, its outcome is not known. */
function dataWords(volume: V1Volume, store: Store): string {
  const asked = store.fact('approval', `Volume/${keyOf(volume)}`)
  const isAsked = (node: string) => Array.isArray(asked) && asked.includes(node)
  const seen = (volume.status?.nodes ?? []).flatMap(({ node, seen }) => (seen ? [node] : [])).sort()
  const [there, unknown] = [seen.filter((node) => !isAsked(node)), seen.filter(isAsked)]
  const kept = there.length === 0 ? '' : `, its data is there (${hostNameOf(volume)} on ${listNames(there)})`
  return unknown.length === 0 ? kept : `${kept}, and its removal from ${listNames(unknown)} was begun`
}
