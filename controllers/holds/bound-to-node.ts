import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyFor, serviceKeyOf } from '../../api/v1/names.ts'
import { isGlobal, isJob } from '../../api/v1/service-mode.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Known } from '../data/pinned-volumes.ts'
import { isOneShot, whyOneShot } from '../service/to-end.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import { isElsewhere, wasSeenOn } from './lost-volume.ts'
import { unnamedData } from './unnamed-data.ts'

/**
 * Why a task is never moved off its node, in words, however much room others have; undefined where it can start elsewhere as well as there.
 * Another node may have an older copy of its data: only a person chooses that one, by a restart.
 */
export function boundToNode(task: V1Task, service: V1Service, ports: Known): string | undefined {
  // Nobody knows what its run has done there already.
  if (isOneShot(service, ports.store)) return `it is let end, as ${isJob(service.spec) ? 'a job' : whyOneShot(service)}`
  if (isGlobal(service.spec)) return 'its service runs on each node'
  return dataThere(task, ports) ?? boundSharer(task, ports)
}

/** The data that a task has on its node, in words; undefined where it has none and can start elsewhere as well. */
export function dataThere(task: V1Task, ports: Known): string | undefined {
  const volume = volumesOf(task.spec.template).find((name) => hasDataIn(name, task, ports))
  return volume === undefined ? unnamedData(task, ports) : `the data of its volume ${volume} is there`
}

/** Also counts a volume that exists on the host but was not recorded yet, as where the task was found on another node just now. */
function hasDataIn(name: string, { metadata, spec: { node = '' } }: V1Task, { store, inventory }: Known): boolean {
  const volume = store.get('Volume', keyFor(metadata.namespace, name))
  if (volume === undefined || volume.spec.recreate || isElsewhere(volume.spec)) return false
  return wasSeenOn(node, volume) || (inventory.host(node)?.volumes.has(hostNameOf(volume)) ?? false)
}

/** Why a task that shares this one's namespace can't leave the node: it would run on without the other, or leave its data behind. */
function boundSharer(sharing: V1Task, ports: Known): string | undefined {
  const { store } = ports
  const key = serviceKeyOf(sharing)
  for (const [other] of store.by('Service', 'shares', key)) {
    if (other === key) continue
    for (const task of store.by('Task', 'service', other).values()) {
      if (task.spec.node !== sharing.spec.node || isRetiring(task) || hasEnded(task)) continue
      const because = dataThere(task, ports)
      if (because !== undefined)
        return `${task.metadata.name} shares with it, and ${because.replace(/^it /, 'that one ')}`
    }
  }
  return undefined
}
