import type { V1Service, V1Volume } from '../../api/v1/generated/types.ts'
import { isGlobal, isJob } from '../../api/v1/service-mode.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Store } from '../../store/objects/store.ts'
import { isElsewhere } from '../holds/lost-volume.ts'

/** On how many nodes a volume has to be, as it and what mounts it are declared: on one where it is pinned by its scope, or nothing else is said. */
export function nodesNeeded({ metadata: { name, namespace = '' }, spec }: V1Volume, store: Store): number {
  if (spec.external || spec.scope === 'PerNode') return Number.POSITIVE_INFINITY
  if (spec.scope === 'Pinned') return 1
  if (isElsewhere(spec)) return Number.POSITIVE_INFINITY
  let needed = 1
  for (const service of store.by('Service', 'namespace', namespace).values())
    if (volumesOf(service.spec.template).includes(name)) needed = Math.max(needed, nodesOfTasks(service))
  return needed
}

/** The fewest nodes that can have all tasks of a service, as it is declared. */
function nodesOfTasks({ spec }: V1Service): number {
  if (isGlobal(spec)) return Number.POSITIVE_INFINITY
  const { replicas = 1, maxConcurrent, placement } = spec
  const atOnce = isJob(spec) ? Math.min(replicas, maxConcurrent || replicas) : replicas
  return Math.ceil(atOnce / (placement?.maxReplicasPerNode || Number.POSITIVE_INFINITY))
}
