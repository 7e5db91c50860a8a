import type { V1Volume } from '../../../api/v1/generated/types.ts'
import { hostNameOf } from '../../../api/v1/names.ts'
import { volumesOf } from '../../../api/v1/template-refs.ts'
import type { Store } from '../../objects/store.ts'
import { objectOf, originIn } from './origins.ts'
import type { ResourceId } from '../reading/reading.ts'
import { staysOf } from './withdraw.ts'

/** Says that a resource is no longer in its file and will be deleted, and what stays on hosts. */
export function missingWords(store: Store, id: ResourceId): string {
  const object = objectOf(store, id)
  const rest = object && staysOf(object, store)
  const [becomes, stays] = rest ? ['it is forgotten', `; ${rest.stays}`] : ['it goes', '']
  return `${id} is not in ${originIn(store, id)?.file} any more: ${becomes} soon, unless it comes back${stays}`
}

/** What became missing with a reading, and what it created. */
export interface Turnover {
  readonly missing: readonly ResourceId[]
  readonly created: readonly ResourceId[]
}

/**
 * Warnings for new volumes that replace missing ones with data: the services begin with empty volumes, which a rename may not have meant.
 * A volume that a host has already, as from an earlier name, begins with what it has.
 */
export function renamedVolumes(
  store: Store,
  { missing, created }: Turnover,
  hasVolume: (name: string) => boolean = () => false,
): readonly string[] {
  const left = missing
    .flatMap((id) => volumeOf(store, id))
    .filter((volume) => staysOf(volume, store) && !volume.spec.external)
  return created
    .flatMap((id) => volumeOf(store, id))
    .filter((volume) => !volume.spec.external && !hasVolume(hostNameOf(volume)) && isMounted(store, volume))
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
