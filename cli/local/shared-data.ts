import type { V1Mount, V1Service } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { writtenMounts, writtenPaths } from '../../api/v1/template-refs.ts'
import { nodesNeeded } from '../../controllers/data/volume-nodes.ts'
import type { Store } from '../../store/objects/store.ts'
import { type Warning, warnings } from './warnings.ts'

/**
 * Warns of a service that is scaled past one replica, if some of its tasks have to share a node, and write to the same volume or path there.
 * Compares with the number of replicas before; absent: 1.
 */
export function sharedDataWarnings(store: Store, service: V1Service, before = 1): readonly Warning[] {
  const { replicas = 1, template, placement } = service.spec
  if (before > 1 || replicas < 2 || placement?.maxReplicasPerNode === 1) return []
  const { name, namespace = '' } = service.metadata
  const paths = writtenPaths(template)
  const shared = writtenMounts(template).filter(({ type, source }) =>
    type === 'Volume'
      ? source !== undefined && replicas > nodesOf(store, keyFor(namespace, source))
      : paths.includes(source ?? '') && replicas > store.list('Node').size,
  )
  if (shared.length === 0) return []
  const back = `\`reconcile scale ${name}=1 -n ${namespace}\``
  return warnings([
    `Service/${keyOf(service)}: ${replicas} replicas write to ${listNames(shared.map(dataWords))}: what wants its files for itself, as a database does, damages them; scale back with ${back}`,
  ])
}

function nodesOf(store: Store, key: string): number {
  const volume = store.get('Volume', key)
  return volume && nodesNeeded(volume, store) === 1 ? 1 : store.list('Node').size
}

function dataWords({ type, source = '', target }: V1Mount): string {
  return `${type === 'Volume' ? `volume ${source}` : source} (${target})`
}
