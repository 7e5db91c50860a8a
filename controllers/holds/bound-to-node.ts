import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyFor, serviceKeyOf } from '../../api/v1/names.ts'
import { isGlobal, isJob } from '../../api/v1/service-mode.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Known } from '../scheduler/pinned-volumes.ts'
import { isOneShot, whyOneShot } from '../service/to-end.ts'
import { hasEnded, isRetiring } from '../task/phase.ts'
import { isElsewhere, wasSeenOn } from './lost-volume.ts'
import { unnamedData } from './unnamed-data.ts'

/**
 * What keeps a task from leaving its node by itself, whatever room there is on others, in words; undefined where it begins elsewhere as it
 * would there. A copy of its data that another node has may be old: a person chooses that, by a restart.
 */
export function boundToNode(task: V1Task, service: V1Service, ports: Known): string | undefined {
  // What one did there nobody knows.
  if (isOneShot(service, ports.store)) return `it is let end, as ${isJob(service.spec) ? 'a job' : whyOneShot(service)}`
  if (isGlobal(service.spec)) return 'its service runs on each node'
  return dataThere(task, ports) ?? boundSharer(task, ports)
}

/** What data a task has on its node, in words; undefined where it begins elsewhere as it would there. */
export function dataThere(task: V1Task, ports: Known): string | undefined {
  const volume = volumesOf(task.spec.template).find((name) => hasDataIn(name, task, ports))
  return volume === undefined ? unnamedData(task, ports) : `the data of its volume ${volume} is there`
}

/** Also one that was not noted yet, as where its task was found on another node just now. */
function hasDataIn(name: string, { metadata, spec: { node = '' } }: V1Task, { store, inventory }: Known): boolean {
  const volume = store.get('Volume', keyFor(metadata.namespace, name))
  if (volume === undefined || volume.spec.recreate || isElsewhere(volume.spec)) return false
  return wasSeenOn(node, volume) || (inventory.host(node)?.volumes.has(hostNameOf(volume)) ?? false)
}

/** What shares with a task, as its network, would run on with nobody to share with, or leave its data to follow. */
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
