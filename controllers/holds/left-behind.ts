import type { V1Task } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyFor } from '../../api/v1/names.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Ports } from '../runtime/ports.ts'
import { isElsewhere, seenOn } from './lost-volume.ts'
import { isNodeGone } from './node-hold.ts'

type Known = Pick<Ports, 'store' | 'inventory'>

/** The volume of a task whose data was seen on its node, which is gone, and is on no other: elsewhere the task would begin with an empty one. */
export function leftBehind(task: V1Task, ports: Known): string | undefined {
  const { node } = task.spec
  return node !== undefined && isNodeGone(node, ports) ? onlyOn(node, task, ports) : undefined
}

/** The volume of a task whose data was seen on a node, and is on no other. */
export function onlyOn(node: string, { metadata, spec }: V1Task, ports: Known): string | undefined {
  return volumesOf(spec.template).find((name) => {
    const volume = ports.store.get('Volume', keyFor(metadata.namespace, name))
    if (!volume || volume.spec.external || volume.spec.recreate || isElsewhere(volume.spec)) return false
    const isOn = (other: string) => ports.inventory.host(other)?.volumes.has(hostNameOf(volume)) ?? false
    const seen = seenOn(volume)
    const others = [...ports.store.list('Node').keys()].filter((other) => other !== node)
    return seen.includes(node) && !others.some((other) => seen.includes(other) || isOn(other))
  })
}
