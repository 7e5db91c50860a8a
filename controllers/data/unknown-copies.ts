import type { V1Node, V1Service, V1Task, V1Volume } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyFor } from '../../api/v1/names.ts'
import { holdReasons } from '../../api/v1/reasons.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import { seenOn, wasSeenOn } from '../holds/lost-volume.ts'
import { nodeHold } from '../holds/node-hold.ts'
import { othersWorkedUntil } from '../holds/unseen-nodes.ts'
import { replicaOf } from '../service/replica.ts'
import { asFor } from '../scheduler/candidates.ts'
import { mountedOn } from './last-mounted.ts'
import type { Known } from './pinned-volumes.ts'
import { restartWith } from './pins.ts'
import { hasContainer } from './seen-task.ts'
import { isUnknown, mayHaveRun } from './unseen-data.ts'
import { nodesNeeded } from './volume-nodes.ts'

/**
 * Why a task does not mount a volume yet that several hosts have, in words; undefined where it may. This state never saw it mounted: it may
 * have moved since the backup, or while another state worked here, and one of the copies is older. A person says which one counts: by a
 * constraint, or by a restart, which goes on where the backup had it.
 */
export function mountsUnknownCopy(task: V1Task, declared: V1Service, ports: Known): string | undefined {
  const until = othersWorkedUntil(ports.store)
  if (until === undefined || hasContainer(task, ports.inventory)) return undefined
  const service = asFor([task], declared)
  const { name: of, namespace } = service.metadata
  for (const name of volumesOf(service.spec.template)) {
    const key = keyFor(namespace, name)
    const volume = ports.store.get('Volume', key)
    if (!volume || !isUnknown(key, ports.store)) continue
    const mayCount = (node: V1Node) => node.metadata.name === task.spec.node || mayHaveRun(node, service)
    // A task of a node that is silent stays bound to what it has there: it mounts nothing meanwhile.
    const mayBeNewest = ({ node, createdAt, isUnasked }: Copy) =>
      isUnasked ? node !== task.spec.node : !(Date.parse(createdAt ?? '') > until)
    const copies = copiesOf(volume, mayCount, ports).filter(mayBeNewest)
    if (copies.length <= nodesNeeded(volume, ports.store)) continue
    const before = mountedOn(key, ports.store).find((node) => copies.some((copy) => copy.node === node))
    if (before !== undefined && replicaOf(task).restart !== undefined) continue
    // Where no task is wanted, as of what only `run` makes, a restart mounts nothing.
    const restart =
      before === undefined || service.spec.replicas === 0
        ? ''
        : `${restartWith([of], namespace)} goes on with that of ${before}, `
    const where = `the volume ${name} is on ${copies.map(copyWords).join(' and ')}`
    const why = 'where it was used last is not known since the state of before was lost, or restored from a backup'
    return `${where}, and ${why}: ${restart}a constraint on node.name with that of the node it names`
  }
  return undefined
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
