import type { V1Node, V1Service, V1Task, V1Volume } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyFor } from '../../api/v1/names.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
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
    const copies = copiesOf(volume, mayCount, ports).filter(({ createdAt }) => !(Date.parse(createdAt ?? '') > until))
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
  readonly createdAt: string | undefined
}

/** The copies of a volume on declared nodes that answer and for which `counts` holds. */
function copiesOf(volume: V1Volume, counts: (node: V1Node) => boolean, { store, inventory }: Known): readonly Copy[] {
  return inventory.hosts().flatMap(({ node, volumes }) => {
    const [declared, found] = [store.get('Node', node), volumes.get(hostNameOf(volume))]
    return declared && found && counts(declared) ? [{ node, createdAt: found.CreatedAt }] : []
  })
}

function copyWords({ node, createdAt }: Copy): string {
  return createdAt === undefined ? node : `${node} (made ${createdAt})`
}
