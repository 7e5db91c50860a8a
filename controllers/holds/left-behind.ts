import type { V1Task } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyFor, keyOf } from '../../api/v1/names.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Ports } from '../runtime/ports.ts'
import { rulesOut } from '../scheduler/filters.ts'
import { olderOn } from '../scheduler/last-mounted.ts'
import { goesOnWith } from '../scheduler/pins.ts'
import { isElsewhere, seenOn } from './lost-volume.ts'
import { anotherEngine, isNodeGone } from './node-hold.ts'
import { unnamedData } from './unnamed-data.ts'

type Known = Pick<Ports, 'store' | 'inventory'>

/** What of a task's data is on its node alone, which is gone, and how it goes on elsewhere without that, in words. */
export function leftBehind(task: V1Task, ports: Ports): string | undefined {
  const { metadata, spec } = task
  if (spec.node === undefined || !isNodeGone(spec.node, ports)) return undefined
  const volume = onlyOn(spec.node, task, ports)
  const older = volume === undefined ? [] : olderThere(keyFor(metadata.namespace, volume), ports)
  if (older.length > 0)
    return `its newest data of the volume ${volume} is there, and ${olderCopyWords(older, { stack: metadata.namespace, services: [spec.service] }, ports)}`
  const left = volume === undefined ? unnamedData(task, ports) : `its volume ${volume} is there`
  if (left === undefined) return undefined
  return `${left}: \`reconcile restart ${spec.service} -n ${metadata.namespace}\` goes on elsewhere, without that`
}

interface Mounting {
  readonly stack: string | undefined
  readonly services: readonly string[]
}

/** Which of these nodes' older data services go on with, how, and what is to be changed before where none of them may run there. */
export function olderCopyWords(
  nodes: readonly string[],
  { stack, services }: Mounting,
  { store }: Pick<Ports, 'store'>,
): string {
  const reasons = nodes.map((name) => {
    const node = store.get('Node', name)
    const refusals = services.flatMap((each) => {
      const service = store.get('Service', keyFor(stack, each))
      const why = node && service && rulesOut(node, service)
      return why === undefined ? [] : [`${name} may not run ${each} (${why})`]
    })
    return { name, refusal: refusals[0] }
  })
  const found = reasons.find(({ refusal }) => refusal === undefined) ?? reasons[0]
  const first = found?.refusal === undefined ? ':' : `, and ${found.refusal}: change that first, then`
  return `what ${found?.name} has is older${first} ${goesOnWith(services, stack)}`
}

/** The declared nodes that have older data of a volume, or had it and were not listed yet; the newest of that first. */
export function olderThere(key: string, { store, inventory }: Known): readonly string[] {
  const volume = store.get('Volume', key)
  if (!volume) return []
  return olderOn(key, store).filter((node) => {
    const host = inventory.host(node)
    return store.get('Node', node) && (!host?.synced || host.volumes.has(hostNameOf(volume)))
  })
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
