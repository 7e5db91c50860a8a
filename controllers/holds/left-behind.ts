import type { V1Task } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyFor, keyOf } from '../../api/v1/names.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Ports } from '../runtime/ports.ts'
import { olderOn } from '../scheduler/last-mounted.ts'
import { isElsewhere, seenOn } from './lost-volume.ts'
import { anotherEngine, isNodeGone } from './node-hold.ts'
import { olderCopy, olderCopyWords } from './older-copy.ts'
import { unnamedData } from './unnamed-data.ts'

type Known = Pick<Ports, 'store' | 'inventory'>

/** What of a task's data is on its node alone, which is gone, and how it goes on elsewhere without that, in words. */
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

/** The volume of a task whose data was seen on a node, and is on no other, or older there. */
export function onlyOn(node: string, { metadata, spec }: V1Task, ports: Known): string | undefined {
  return volumesOf(spec.template).find((name) => {
    const volume = ports.store.get('Volume', keyFor(metadata.namespace, name))
    if (!volume || volume.spec.external || volume.spec.recreate || isElsewhere(volume.spec)) return false
    // What an engine has that nobody approved is nobody's.
    const isOn = (other: string) =>
      anotherEngine(other, ports) === undefined &&
      (ports.inventory.host(other)?.volumes.has(hostNameOf(volume)) ?? false)
    const seen = seenOn(volume)
    const older = olderOn(keyOf(volume), ports.store)
    const others = [...ports.store.list('Node').keys()].filter((other) => other !== node && !older.includes(other))
    return seen.includes(node) && !others.some((other) => seen.includes(other) || isOn(other))
  })
}
