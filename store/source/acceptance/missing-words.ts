import type { V1Volume } from '../../../api/v1/generated/types.ts'
import { hostNameOf } from '../../../api/v1/names.ts'
import { volumesOf } from '../../../api/v1/template-refs.ts'
import type { Store } from '../../objects/store.ts'
import { objectOf, originIn } from './origins.ts'
import type { ResourceId } from '../reading/reading.ts'
import { staysOf } from './withdraw.ts'

/** What is said of a resource that its file has no more, before it goes: of what stays on hosts, that it does. */
export function missingWords(store: Store, id: ResourceId): string {
  const object = objectOf(store, id)
  const rest = object && staysOf(object)
  const [becomes, stays] = rest ? ['it is forgotten', `; ${rest.stays}`] : ['it goes', '']
  return `${id} is not in ${originIn(store, id)?.file} any more: ${becomes} soon, unless it comes back${stays}`
}

/** What one reading has no more, and what it made. */
export interface Turnover {
  readonly missing: readonly ResourceId[]
  readonly created: readonly ResourceId[]
}

/** Of volumes that came in the place of others with data: their services begin with empty ones, which a new name may not have meant. */
export function renamedVolumes(store: Store, { missing, created }: Turnover): readonly string[] {
  const left = missing.flatMap((id) => volumeOf(store, id)).filter((volume) => staysOf(volume) && !volume.spec.external)
  return created
    .flatMap((id) => volumeOf(store, id))
    .filter((volume) => !volume.spec.external && isMounted(store, volume))
    .flatMap((fresh) => {
      const old = left.find(({ metadata }) => metadata.namespace === fresh.metadata.namespace)
      return old && hostNameOf(old) !== hostNameOf(fresh) ? [renamedWords(fresh, old)] : []
    })
}

function renamedWords(fresh: V1Volume, old: V1Volume): string {
  const [name, before] = [fresh.metadata.name, old.metadata.name]
  return (
    `Volume/${fresh.metadata.namespace}/${name} is new, and begins empty; ${before} is gone from the files, and its data stays in ${hostNameOf(old)}: ` +
    `if it was renamed, name it ${before} again to have that`
  )
}

function volumeOf(store: Store, id: ResourceId): V1Volume[] {
  const object = objectOf(store, id)
  return object?.kind === 'Volume' ? [object] : []
}

function isMounted(store: Store, { metadata }: V1Volume): boolean {
  const services = store.by('Service', 'namespace', metadata.namespace ?? '').values()
  return [...services].some(({ spec }) => volumesOf(spec.template).includes(metadata.name))
}
