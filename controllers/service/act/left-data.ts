import type { Acting } from '../../runtime/acting.ts'
import { splitKey } from '../../../api/v1/names.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { holdReasons, serviceReasons } from '../../../api/v1/reasons.ts'
import { unlessGone } from '../../../engine/errors.ts'
import { because, type Run } from '../../../engine/run.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import { nodeHold, type NodeHold } from '../../holds/node-hold.ts'
import { engineOf } from '../../runtime/engine-of.ts'
import type { Ports } from '../../runtime/ports.ts'
import { leftBy } from '../../task/act/left-volumes.ts'

/**
 * Removes the anonymous volumes that a service's containers left behind, as a person asked for (`--volumes`). Returns the hold that
 * prevents it. Nodes that are no longer declared are skipped.
 */
export async function removeLeft(service: Key, ports: Ports, run: Run): Promise<NodeHold | undefined> {
  const left = [...leftBy(service, ports.store)].filter(([node]) => ports.store.get('Node', node))
  for (const [node] of left) {
    const held = nodeHold(node, ports) ?? ports.locks?.holdOf(splitKey(service).namespace ?? '')
    if (held) return held
  }
  for (const [node, names] of left) {
    const held = await removeOn(node, names, { ports, run })
    if (held) return held
  }
  return undefined
}

/**
 * Tells which anonymous volumes stay when the service `id` is deleted without its data, and how to delete them; undefined where none is
 * known.
 */
export function leftWords(id: string, store: Store): string | undefined {
  const left = id.startsWith(OF_SERVICE) ? [...leftBy(id.slice(OF_SERVICE.length), store)] : []
  const where = left.map(([node, names]) => `on ${node} \`docker volume rm ${[...names].join(' ')}\``)
  return where.length === 0 ? undefined : `its data stays in anonymous volumes: ${where.join(', ')} deletes it`
}

const OF_SERVICE = 'Service/'

/** Records that as an event at the service's end, as it is the only trace where a file was removed. */
export function tellLeft(service: Key, { store, recorder }: Pick<Ports, 'store' | 'recorder'>): void {
  const object = `${OF_SERVICE}${service}`
  const message = leftWords(object, store)
  if (message === undefined) return
  recorder.record({ object, type: 'Normal', reason: serviceReasons.volumesLeft, message })
}

/** A volume that any container mounts, ours or not, is held and not removed (S4). */
async function removeOn(
  node: string,
  names: ReadonlySet<string>,
  { ports, run }: Acting,
): Promise<NodeHold | undefined> {
  const engine = engineOf(node, ports)
  const containers = await engine.listContainers({}, because(run, 'who mounts its anonymous volumes'))
  for (const name of names) {
    const users = containers.filter(({ volumes }) => volumes.includes(name)).map((each) => each.name)
    if (users.length > 0) return inUse(node, name, users)
    await unlessGone(engine.removeVolume({ name }, because(run, 'its service is deleted with its data, by --volumes')))
    ports.inventory.dropVolume(node, name)
  }
  return undefined
}

function inUse(node: string, name: string, users: readonly string[]): NodeHold {
  const why = `its data is to go, but on ${node} its anonymous volume ${name} is still mounted by ${listNames(users)}`
  return { reason: holdReasons.inUse, because: `${why}; remove what mounts it, as with \`docker rm -f ${users[0]}\`` }
}
