import type { V1Service, V1Task, V1Volume } from '../../../api/v1/generated/types.ts'
import type { OutcomeWords } from '../../../api/v1/installation/progress.ts'
import { hostNameOf, keyFor, keyOf } from '../../../api/v1/names.ts'
import { volumesOf } from '../../../api/v1/template-refs.ts'
import { wasSeenOn } from '../../../controllers/holds/lost-volume.ts'
import { olderThere } from '../../../controllers/holds/older-copy.ts'
import { stopOf } from '../../../controllers/holds/stop.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { lossRemedy } from '../waiting/ends/decision.ts'

/**
 * Explains that a one-off container needs a volume that its node lost, with the remedy that the service's tasks have or would have.
 * Undefined if none is lost. An apply does not restore a lost volume.
 */
export function lostVolume(service: V1Service, task: V1Task, ports: Ports): OutcomeWords | undefined {
  const node = task.spec.node ?? ''
  for (const name of volumesOf(task.spec.template)) {
    const volume = ports.store.get('Volume', keyFor(task.metadata.namespace, name))
    if (!volume || volume.spec.external || volume.spec.recreate) continue
    const entry = volume.status?.nodes?.find((each) => each.node === node)
    if (entry?.state === 'Lost') {
      const { message = '' } = entry
      return {
        message: `its volume ${name}: ${message}`,
        remedy: lossRemedy(volume, entry),
      }
    }
    if (wasSeenOn(node, volume) && !ports.inventory.host(node)?.volumes.has(hostNameOf(volume)))
      return { message: `its volume ${name} was on ${node}, and is gone`, remedy: untilDecided(service, volume, ports) }
  }
  return undefined
}

/** The remedy before a decision is possible, which is asked for only when a task is to mount the volume. */
function untilDecided(service: V1Service, volume: V1Volume, ports: Ports): string {
  const { name, namespace } = service.metadata
  const isStopped = stopOf(ports.store, keyOf(service)) !== undefined
  const begin = isStopped
    ? `\`reconcile start service/${name} -n ${namespace}\``
    : `\`reconcile scale ${name}=1 -n ${namespace}\``
  const [older] = olderThere(keyOf(volume), ports)
  const choice = older === undefined ? 'an empty one' : `the older copy on ${older} or with an empty one`
  return `restore it; or run its service with ${begin}, which says how to go on with ${choice}`
}
