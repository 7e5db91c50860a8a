import type { V1Service, V1Volume } from '../../api/v1/generated/types.ts'
import { isGlobal, isJob } from '../../api/v1/service-mode.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Store } from '../../store/objects/store.ts'
import { isElsewhere } from '../holds/lost-volume.ts'

/**
 * On how many nodes a volume has to exist: infinitely many where every node may have it (external, scope PerNode, or remote storage); one
 * for scope Pinned; otherwise as many as the tasks that mount it need, by their declaration.
 */
export function nodesNeeded({ metadata: { name, namespace = '' }, spec }: V1Volume, store: Store): number {
  if (spec.external || spec.scope === 'PerNode') return Number.POSITIVE_INFINITY
  if (spec.scope === 'Pinned') return 1
  if (isElsewhere(spec)) return Number.POSITIVE_INFINITY
  let needed = 1
  for (const service of store.by('Service', 'namespace', namespace).values())
    if (volumesOf(service.spec.template).includes(name)) needed = Math.max(needed, nodesOfTasks(service))
  return needed
}

/** The fewest nodes that can run all tasks of a service at once, by its declaration. */
export function nodesOfTasks({ spec }: V1Service): number {
  if (isGlobal(spec)) return Number.POSITIVE_INFINITY
  const { replicas = 1, maxConcurrent, placement } = spec
  const atOnce = isJob(spec) ? Math.min(replicas, maxConcurrent || replicas) : replicas
  return Math.ceil(atOnce / (placement?.maxReplicasPerNode || Number.POSITIVE_INFINITY))
}
