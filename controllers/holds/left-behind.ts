import type { V1Task } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyFor, keyOf } from '../../api/v1/names.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Ports } from '../runtime/ports.ts'
import { olderOn } from '../data/last-mounted.ts'
import { isElsewhere, seenOn } from './lost-volume.ts'
import { anotherEngine, isNodeGone } from './node-hold.ts'
import { olderCopy, olderCopyWords } from './older-copy.ts'
import { unnamedData } from './unnamed-data.ts'

type Known = Pick<Ports, 'store' | 'inventory'>

/**
 * What data of a task is only on its node, which is gone, and how to go on elsewhere without it, in words. Undefined where the node exists,
 * or nothing is left behind.
 */
export function leftBehind(task: V1Task, ports: Ports): string | undefined {
  const { metadata, spec } = task
  if (spec.node === undefined || !isNodeGone(spec.node, ports)) return undefined
  const volume = onlyOn(spec.node, task, ports)
  const older = volume === undefined ? undefined : olderCopy(keyFor(metadata.namespace, volume), [spec.service], ports)
  if (older) return `its newest data of the volume ${volume} is there, and ${olderCopyWords(older, metadata.namespace)}`
  const left = volume === undefined ? unnamedData(task, ports) : `its volume ${volume} is there`
  if (left === undefined) return undefined
  return `${left}: \`reconcile restart ${spec.service} -n ${metadata.namespace}\` goes on elsewhere, without that`
}

/** The volume of a task whose data was seen on a node, while all others have none or an older copy. */
export function onlyOn(node: string, { metadata, spec }: V1Task, ports: Known): string | undefined {
  return volumesOf(spec.template).find((name) => {
    const volume = ports.store.get('Volume', keyFor(metadata.namespace, name))
    if (!volume || volume.spec.external || volume.spec.recreate || isElsewhere(volume.spec)) return false
    // Volumes on an engine that nobody approved do not count.
    const isOn = (other: string) =>
      anotherEngine(other, ports) === undefined &&
      (ports.inventory.host(other)?.volumes.has(hostNameOf(volume)) ?? false)
    const seen = seenOn(volume)
    const older = olderOn(keyOf(volume), ports.store)
    const others = [...ports.store.list('Node').keys()].filter((other) => other !== node && !older.includes(other))
    return seen.includes(node) && !others.some((other) => seen.includes(other) || isOn(other))
  })
}
