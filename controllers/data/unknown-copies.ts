import type { V1Node, V1Service, V1Task, V1Volume } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyFor, keyOf, serviceKeyOf } from '../../api/v1/names.ts'
import { holdReasons } from '../../api/v1/reasons.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import { seenOn, wasSeenOn } from '../holds/lost-volume.ts'
import { nodeHold } from '../holds/node-hold.ts'
import { othersWorkedUntil } from '../holds/unseen-nodes.ts'
import { replicaOf } from '../service/replica.ts'
import { asFor } from '../scheduler/candidates.ts'
import { isMountedBefore, mountedOn, noteOlder, olderOn } from './last-mounted.ts'
import type { Known } from './pinned-volumes.ts'
import { restartWith } from './pins.ts'
import { hasContainer } from './seen-task.ts'
import { isUnknown, mayHaveRun } from './unseen-data.ts'
import { nodesNeeded } from './volume-nodes.ts'

/**
 * Why a task does not mount a volume yet that several hosts have, in words; undefined where it may. Either this state never saw it mounted:
 * it may have moved since the backup, or while another state worked here, and one of the copies is older. A person says which one counts:
 * by a constraint, or by a restart, which goes on where the backup had it. Or one of the others was mounted since.
 */
export function mountsUnknownCopy(task: V1Task, declared: V1Service, ports: Known): string | undefined {
  if (othersWorkedUntil(ports.store) === undefined || hasContainer(task, ports.inventory)) return undefined
  const service = asFor([task], declared)
  for (const volume of volumesIn(service, ports.store)) {
    const isKnown = !isUnknown(keyOf(volume), ports.store)
    const because = isKnown ? isOlder({ task, service, volume }, ports) : isOneOf({ task, service, volume }, ports)
    if (because !== undefined) return because
  }
  return undefined
}

/** Whether a task that a backup bound is to follow a volume of it: another task mounted another copy since, which is newer thereby. */
export function followsCopy(task: V1Task, declared: V1Service, ports: Known): boolean {
  const { store, inventory } = ports
  if (othersWorkedUntil(store) === undefined || hasContainer(task, inventory)) return false
  if (replicaOf(task).restart !== undefined || nodeHold(task.spec.node ?? '', ports)) return false
  const service = asFor([task], declared)
  return volumesIn(service, store).some((volume) => isOlder({ task, service, volume }, ports) !== undefined)
}

/**
 * Records that the other copies of a task's volumes are older from now on, where this state never saw one mounted: the task is about to mount
 * the one that counts. Before `noteMounted`.
 */
export function noteOlderCopies(task: V1Task, ports: Known): void {
  const { store } = ports
  const service = store.get('Service', serviceKeyOf(task))
  if (!service || othersWorkedUntil(store) === undefined) return
  for (const volume of volumesIn(asFor([task], service), store)) {
    const key = keyOf(volume)
    const isSeen = mountedOn(key, store).length > 0 && !isMountedBefore(key, store)
    if (isSeen || nodesNeeded(volume, store) > 1) continue
    const others = copiesFor(task, { volume, counts: () => true }, ports).filter(({ node }) => node !== task.spec.node)
    noteOlder(
      key,
      others.map(({ node }) => node),
      store,
    )
  }
}

interface Mount {
  readonly task: V1Task
  readonly service: V1Service
  readonly volume: V1Volume
}

function volumesIn({ metadata, spec }: V1Service, store: Known['store']): readonly V1Volume[] {
  return volumesOf(spec.template).flatMap((name) => store.get('Volume', keyFor(metadata.namespace, name)) ?? [])
}

/** Why the copy on a task's node does not count, in words: that of another node, where the task may run, was mounted since. */
function isOlder({ task, service, volume }: Mount, ports: Known): string | undefined {
  const { node = '' } = task.spec
  const key = keyOf(volume)
  const [latest = ''] = mountedOn(key, ports.store)
  const declared = ports.store.get('Node', latest)
  if (!olderOn(key, ports.store).includes(node) || !declared || !mayHaveRun(declared, service)) return undefined
  const { name: of, namespace } = service.metadata
  const goesOn = `${restartWith([of], namespace)} goes on with that of ${latest}, a constraint on node.name with that of ${node}`
  return `the volume ${volume.metadata.name} was mounted on ${latest} since, and what ${node} has may be older: ${goesOn}`
}

/** Why none of the copies of a volume that nobody saw mounted counts yet, in words. */
function isOneOf({ task, service, volume }: Mount, ports: Known): string | undefined {
  const { store } = ports
  const { name: of, namespace } = service.metadata
  const counts = (node: V1Node) => node.metadata.name === task.spec.node || mayHaveRun(node, service)
  const copies = copiesFor(task, { volume, counts }, ports)
  if (copies.length <= nodesNeeded(volume, store)) return undefined
  const before = mountedOn(keyOf(volume), store).find((node) => copies.some((copy) => copy.node === node))
  if (before !== undefined && replicaOf(task).restart !== undefined) return undefined
  // Where no task is wanted, as of what only `run` makes, a restart mounts nothing.
  const restart =
    before === undefined || service.spec.replicas === 0
      ? ''
      : `${restartWith([of], namespace)} goes on with that of ${before}, `
  const where = `the volume ${volume.metadata.name} is on ${copies.map(copyWords).join(' and ')}`
  const why = 'where it was used last is not known since the state of before was lost, or restored from a backup'
  return `${where}, and ${why}: ${restart}a constraint on node.name with that of the node it names`
}

interface Counted {
  readonly volume: V1Volume
  readonly counts: (node: V1Node) => boolean
}

/** The copies that may be the newest, on nodes for which `counts` holds: not those made after another state may have worked here. */
function copiesFor(task: V1Task, { volume, counts }: Counted, ports: Known): readonly Copy[] {
  const until = othersWorkedUntil(ports.store) ?? 0
  // A task of a node that is silent stays bound to what it has there: it mounts nothing meanwhile.
  return copiesOf(volume, counts, ports).filter(({ node, createdAt, isUnasked }) =>
    isUnasked ? node !== task.spec.node : !(Date.parse(createdAt ?? '') > until),
  )
}

interface Copy {
  readonly node: string
  /** When the volume was made there, as the engine says it. */
  readonly createdAt?: string | undefined
  /** Whether it was only seen there before. */
  readonly isUnasked?: boolean
}

/**
 * The copies of a volume on declared nodes for which `counts` holds. A node that is silent, or for which another engine answers, has the
 * volume if it was seen there; what that engine has is nobody's copy.
 */
function copiesOf(volume: V1Volume, counts: (node: V1Node) => boolean, ports: Known): readonly Copy[] {
  const { store, inventory } = ports
  const nodes = new Set([...inventory.hosts().map(({ node }) => node), ...seenOn(volume)])
  return [...nodes].flatMap((node): Copy[] => {
    const declared = store.get('Node', node)
    if (!declared || !counts(declared)) return []
    const held = nodeHold(node, ports)
    const known = held?.reason === holdReasons.engineChanged ? undefined : inventory.host(node)?.volumes
    const found = known?.get(hostNameOf(volume))
    if (found) return [{ node, createdAt: found.CreatedAt }]
    return held && wasSeenOn(node, volume) ? [{ node, isUnasked: true }] : []
  })
}

function copyWords({ node, createdAt, isUnasked }: Copy): string {
  if (isUnasked) return `${node} (seen before)`
  return createdAt === undefined ? node : `${node} (made ${createdAt})`
}
